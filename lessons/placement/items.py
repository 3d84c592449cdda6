"""What a placement can ask about a lesson, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.progress.records import LessonRecord
from lessons.questions.forms import Choices, Number
from lessons.schema import Lesson, Predict, Quiz

SURE = 3
"""Confidence, of 1 to 4, from which one right answer is enough."""
OF_A_LESSON = 2
"""Predictions of one lesson that are asked at most."""

Item = Predict | Quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A prediction or a question, and the lesson that it is from."""

    lesson: str
    question: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer."""

    lesson: str
    item: str
    """Id of what was asked."""
    right: bool | None
    """None as long as the runs of a prediction are being made."""
    confidence: int | None
    """1 (a guess) to 4 (certain); None where the learner did not know."""
    foretold: bool = False
    """Whether it is a prediction."""
    void: bool = False
    """Whether it says nothing, because its runs could not be made."""

    @property
    def pending(self) -> bool:
        """Whether runs have still to decide."""
        return self.right is None and not self.void

    @property
    def sure(self) -> bool:
        """Whether the learner was."""
        return (self.confidence or 0) >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A lesson that can be asked about."""

    lesson: str
    """Its id."""
    predictions: tuple[Predict, ...] = ()
    """Those that can be understood without the lesson, in its order."""
    questions: tuple[Quiz, ...] = ()
    """Those that can be understood and answered before the lesson, the plainest first."""

    def next_item(self, given: tuple[Given, ...], *, foretelling: bool) -> Item | None:
        """What to ask about it next; None where nothing is left. `given`: its answers so far."""
        asked = {one.item for one in given}
        items: tuple[Item, ...] = (*(self.predictions if foretelling else ()), *self.questions)
        return next((one for one in items if one.id not in asked), None)


def mastered(given: tuple[Given, ...], *, more: bool) -> bool | None:
    """Whether answers show that a lesson is mastered; None as long as that is open.

    A prediction that the runs do not bear out can be made good by two right answers; anything
    else that is missed decides. `more`: whether there is anything left to ask.
    """
    valid = [one for one in given if not one.void]
    wrong = [one for one in valid if one.right is False]
    right = [one for one in valid if one.right]
    unknown = any(one.confidence is None for one in valid)
    if unknown or len(wrong) > 1 or any(not one.foretold for one in wrong):
        return False
    if len(right) > 1 or (not wrong and any(one.sure for one in right)):
        return True
    if not valid or more or any(one.pending for one in valid):
        return None
    return False


def presumed(given: tuple[Given, ...], verdict: bool | None) -> bool | None:
    """The same as far as it can be guessed while runs are being made: to go on asking, no more."""
    if verdict is not None:
        return verdict
    if any(one.right is False for one in given):
        return False
    pending = [one for one in given if one.pending]
    likely = len(pending) + sum(one.right is True for one in given)
    return True if pending and (likely > 1 or any(one.sure for one in pending)) else None


def foretellable(lesson: Lesson, record: LessonRecord | None) -> tuple[Predict, ...]:
    """Predictions that stand by themselves, but for those whose runs the learner may know."""
    open_ones = (
        one
        for one in lesson.of(Predict)
        if one.placement and (record is None or record.prediction(one.id) is None)
    )
    return tuple(open_ones)[:OF_A_LESSON]


def askable(lesson: Lesson) -> tuple[Quiz, ...]:
    """Questions that need neither the lesson's runs nor a drawing: one choice, or a number.

    Those for reviews first: they are written to be understood without the lesson around them.
    """
    of_form = [
        quiz
        for quiz in (*lesson.reviews, *lesson.of(Quiz))
        if isinstance(quiz.form, Number) or (isinstance(quiz.form, Choices) and not _several(quiz))
    ]
    return tuple(sorted(of_form, key=lambda quiz: isinstance(quiz.form, Number)))


def _several(quiz: Quiz) -> bool:
    return isinstance(quiz.form, Choices) and quiz.form.several
