"""The questions of a mixed review: of every lesson of a unit, whether they are due or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, zip_longest

from lessons.questions.forms import scenarios_of
from lessons.review.item import Item, scattered
from lessons.review.mixing import mixed
from lessons.review.questions import question_item
from lessons.review.sitting import Sitting
from lessons.schema import Lesson, Quiz

UNHURRIED = 24 * 60.0
"""Minutes of a sitting that only ends when all was asked."""


def closing_sitting(lessons: Iterable[Lesson], questions: int, now: datetime) -> Sitting:
    """So many questions, the lessons taking turns; another day it draws others.

    Of each lesson those come first that the learner has not met, since only reviews ask them.
    """
    each = (_of_lesson(lesson, now) for lesson in lessons)
    turns = chain.from_iterable(zip_longest(*each))
    chosen = [item for item in turns if item is not None][:questions]
    return Sitting(mixed(chosen), UNHURRIED)


def _of_lesson(lesson: Lesson, now: datetime) -> Iterator[Item]:
    day = now.date()
    for group in (lesson.reviews, lesson.of(Quiz)):
        askable = [quiz for quiz in group if not scenarios_of(quiz.form)]
        for quiz in sorted(askable, key=lambda quiz: scattered(day, lesson.id, quiz.id)):
            yield question_item(lesson, quiz, now)
