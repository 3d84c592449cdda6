"""What is said about an answer that was given in an earlier sitting."""

from __future__ import annotations

from lessons.errors import BadValue
from lessons.progress.records import QuizGiven
from lessons.questions.forms import Mark
from lessons.questions.grading import grade
from lessons.schema import Quiz


def why(quiz: Quiz, given: QuizGiven) -> str:
    """The reason for an answer; what it was worth then is not asked again.

    A question that was rewritten since may not know the answer any more.
    """
    form = quiz.form
    if isinstance(form, Mark):
        return form.why if given.right else f"Step {given.answer} was not it."
    try:
        return grade(quiz, given.answer).why
    except BadValue:
        return "This question has changed since you answered it."
