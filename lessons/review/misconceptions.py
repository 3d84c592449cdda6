"""Items from misunderstandings that were met: each is asked about by another question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lessons.errors import BadValue
from lessons.progress.log import Happened
from lessons.progress.records import AttemptMade, QuizGiven
from lessons.questions.forms import Choices, Curves, Mark, Match, Number, Order
from lessons.questions.grading import grade
from lessons.questions.misconceptions import load_misconceptions
from lessons.review.clock import instant
from lessons.review.item import Item
from lessons.review.questions import EVER
from lessons.review.standing import Standings
from lessons.schema import Quiz

PREFIX = "misconception/"
"""What ids of such items begin with; the tag follows."""


@dataclass(frozen=True, slots=True)
class _Met:
    """Where a misunderstanding showed first."""

    lesson: str
    block: str
    when: datetime


def misconception_items(
    questions: Sequence[Item], history: Iterable[Happened], standings: Standings
) -> list[Item]:
    """One item for each tag that was met. `questions`: the items that may be asked.

    A tag of which there is no other question than the one it was met at needs no item of its own:
    that question comes again anyway.
    """
    found = []
    for tag, met in _first_met(questions, history).items():
        others = [
            item
            for item in questions
            if item.asked != (met.lesson, met.block) and tag in tags_of(item.question)
        ]
        if others:
            key = (met.lesson, PREFIX + tag)
            chosen = others[standings.of(key).times % len(others)]
            found.append(
                replace(chosen, id=key[1], lesson=met.lesson, kind="misconception", met=met.when)
            )
    return found


def more_about(item: Item) -> str:
    """What is said of a misunderstanding that shows once more; empty for other items."""
    if item.kind != "misconception":
        return ""
    tag = item.id.removeprefix(PREFIX)
    return next((one.text for one in load_misconceptions() if one.tag == tag), "")


def tags_of(quiz: Quiz) -> frozenset[str]:
    """The misunderstandings that wrong answers to a question betray."""
    match quiz.form:
        case Choices(choices=wrong):
            tags = {choice.tag for choice in wrong}
        case Number(wrong=numbers):
            tags = {number.tag for number in numbers}
        case Order(slips=slips) | Match(slips=slips) | Curves(slips=slips):
            tags = {slip.tag for slip in slips}
        case Mark():
            tags = set()
    return frozenset(tags - {""})


def _first_met(questions: Sequence[Item], history: Iterable[Happened]) -> dict[str, _Met]:
    asked = {item.asked: item.question for item in questions}
    met: dict[str, _Met] = {}
    for happened in history:
        place = (happened.lesson, happened.entry.block)
        for tag in _betrayed(happened, asked.get(place)):
            met.setdefault(tag, _Met(*place, instant(happened.at) or EVER))
    return met


def _betrayed(happened: Happened, quiz: Quiz | None) -> tuple[str, ...]:
    """Tags of one entry; answers that were kept before tags were are judged anew."""
    match happened.entry.content:
        case AttemptMade(tags=tags):
            return tags
        case QuizGiven(right=False, tag=tag) if tag:
            return (tag,)
        case QuizGiven(right=False) as given if quiz is not None:
            return _judged_anew(quiz, given.answer)
    return ()


def _judged_anew(quiz: Quiz, answer: str) -> tuple[str, ...]:
    try:
        tag = grade(quiz, answer).tag
    except BadValue:
        return ()
    return (tag,) if tag else ()
