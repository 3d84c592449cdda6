"""Items from the questions of lessons: those that were answered, and those kept for reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lessons.progress.log import Happened
from lessons.questions.forms import Choices, Curves, Mark, Match, Number, Order, scenarios_of
from lessons.review.clock import instant
from lessons.review.item import Item, fingerprint
from lessons.schema import Lesson, Quiz

EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""When something happened of which the time cannot be read."""


def question_items(lessons: Iterable[Lesson], history: Iterable[Happened]) -> list[Item]:
    """Items of every question that may be asked again. `history`: answers and finished lessons.

    A question of which another answer is right by now is another item: what was known of the old
    one stays in the file, and nothing asks for it. Questions about curves of the lesson's runs are
    left to it: `own_runs` asks about runs in its own way.
    """
    answered: dict[tuple[str, str], datetime] = {}
    done: dict[str, datetime] = {}
    for happened in history:
        when = instant(happened.at) or EVER
        if happened.entry.kind == "quiz":
            answered.setdefault((happened.lesson, happened.entry.block), when)
        elif happened.entry.kind == "done":
            done.setdefault(happened.lesson, when)
    found = []
    for lesson in lessons:
        met = [(quiz, answered.get((lesson.id, quiz.id))) for quiz in lesson.of(Quiz)]
        met += [(quiz, done.get(lesson.id)) for quiz in lesson.reviews]
        found += [
            question_item(lesson, quiz, when)
            for quiz, when in met
            if when is not None and not scenarios_of(quiz.form)
        ]
    return found


def question_item(lesson: Lesson, quiz: Quiz, met: datetime) -> Item:
    """The item that asks a question of a lesson."""
    return Item(
        id=f"question/{quiz.id}/{fingerprint(quiz.ask, *right_answers(quiz))}",
        lesson=lesson.id,
        kind="question",
        source=lesson.id,
        question=quiz,
        met=met,
        lead=lesson.title,
    )


def right_answers(quiz: Quiz) -> tuple[object, ...]:
    """What is right, by which a question is known."""
    match quiz.form:
        case Number(answer=answer, unit=unit):
            return (answer, unit)
        case Choices(choices=choices):
            return tuple(choice.text for choice in choices if choice.right)
        case Order(entries=entries):
            return entries
        case Match(pairs=pairs):
            return tuple(side for pair in pairs for side in (pair.left, pair.right))
        case Curves(scenarios=scenarios, metric=metric):
            return (metric, *scenarios)
        case Mark(scenario=scenario, answer=answer):
            return (scenario, answer)
