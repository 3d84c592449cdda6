"""Grades answers to questions of every form. One function does it, wherever one is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.questions.choosing import grade_choice
from lessons.questions.forms import Choices, Curves, Mark, Match, Number, Order, Stretch
from lessons.questions.graded import Graded
from lessons.questions.marking import grade_mark
from lessons.questions.matching import grade_curves, grade_match
from lessons.questions.numbers import grade_number
from lessons.questions.ordering import grade_order

if TYPE_CHECKING:
    from lessons.schema import Quiz

__all__ = ["Graded", "answerable", "grade"]

_ANYWHERE = Stretch(first=0, last=0)


def grade(quiz: Quiz, given: str, truth: Stretch | None = None) -> Graded:
    """Judge an answer as it is kept: `2`, `1,3`, what was typed, an order, pairs, a step.

    Numbers are those of the author, whatever order was on the screen. `truth` are the right steps
    of a question that marks one: see `lessons.questions.marking`. Raises BadValue for something
    that is no answer at all; it does not count as a try.
    """
    match quiz.form:
        case Choices() as form:
            return grade_choice(form, given)
        case Number() as form:
            return grade_number(form, given)
        case Order() as form:
            return grade_order(form, given)
        case Match() as form:
            return grade_match(form, given)
        case Curves() as form:
            return grade_curves(form, given)
        case Mark() as form:
            return grade_mark(form, given, truth)


def answerable(quiz: Quiz, given: str) -> None:
    """Raises BadValue where this is no answer at all, before anybody asks what it is worth."""
    grade(quiz, given, _ANYWHERE)
