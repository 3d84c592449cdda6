"""What a learner begins an exercise with: an author's file, or one made from the reference."""

from __future__ import annotations

from lessons.errors import LessonError, UnknownName
from lessons.exercises import fade, order
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import Answer, read_reference, read_starter
from lessons.exercises.statements import without_module_docstring
from lessons.paths import current_profile


def starter_text(exercise: Exercise) -> str:
    """The text that the learner's file begins with.

    Raises LessonError where it cannot be read or made.
    """
    match exercise.kind:
        case "output":
            return ""
        case "fade":
            return faded_starter(exercise, exercise.missing)
        case "order":
            return puzzle_of(exercise).given
        case _:
            return read_starter(exercise)


def faded_starter(exercise: Exercise, missing: tuple[str, ...]) -> str:
    """The worked example without these parts. Raises LessonError."""
    reference = read_reference(exercise)
    try:
        return fade.faded(without_module_docstring(reference.source), missing)
    except fade.FadeError as error:
        fix = "Give each label a name of its own and lines to stand for."
        raise _in_reference(reference, error.line, str(error), fix) from error
    except UnknownName as error:
        raise _in_reference(reference, 1, error.reason, error.next_step) from error
    except SyntaxError as error:
        raise _no_python(reference, error) from error


def puzzle_of(exercise: Exercise, learner: str | None = None) -> order.Puzzle:
    """The pieces of an `order` exercise, as they are shuffled for a learner: whoever is here now.

    Raises LessonError.
    """
    reference = read_reference(exercise)
    whose = current_profile() if learner is None else learner
    try:
        return order.puzzle(reference.source, exercise.distractors, whose)
    except SyntaxError as error:
        raise _no_python(reference, error) from error


def _no_python(reference: Answer, error: SyntaxError) -> LessonError:
    message = f"this is not Python: {error.msg}"
    return _in_reference(reference, error.lineno or 1, message, "Correct it.")


def _in_reference(reference: Answer, line: int, message: str, fix: str) -> LessonError:
    return LessonError(reference.file, line, "", message, fix)
