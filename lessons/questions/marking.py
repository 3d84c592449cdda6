"""Marks on a plot: where the right steps are, as a run says, and what a step is worth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lessons.errors import BadValue, TutorError
from lessons.questions.forms import Mark, Stretch
from lessons.questions.graded import Graded
from lessons.questions.numbers import read_number

Call = Callable[[str, tuple[object, ...]], object]
"""Calls `package.module:function` with arguments in a process that may import torch."""

OBSERVER = "lessons.questions.marking:observe"


def grade_mark(form: Mark, given: str, truth: Stretch | None) -> Graded:
    """A step. Raises BadValue for what is none, and while the run is not there."""
    step = round(read_number(given, "steps"))
    if truth is None:
        step_back = "Make the run that the question is about."
        raise BadValue("answer", "There is no run to compare it with.", step_back)
    if truth.first - form.tolerance <= step <= truth.last + form.tolerance:
        return Graded(right=True, why=form.why)
    side = "early" if step < truth.first else "late"
    return Graded(right=False, why=f"Step {step} is too {side}.")


def locate(form: Mark, run: str, root: Path, call: Call) -> Stretch:
    """The right steps of a finished run. `root` is the folder of all runs.

    Raises TutorError where the answer function gives no step, and whatever `call` raises.
    """
    found = call(OBSERVER, (form.answer, str(root), run))
    match found:
        case int(step):
            return Stretch(first=step, last=step)
        case [int(first), int(last)]:
            return Stretch(first=first, last=last)
    raise TutorError(
        "The lesson cannot settle this question",
        f"{form.answer} says {found!r}, which is neither a step nor two.",
        "It has to return a whole number, or the first and the last step.",
    )


def observe(answer: str, root: str, run: str) -> object:
    """What an answer function says of a finished run. Called in a worker: it imports torch."""
    from engine.references import resolve
    from engine.runs import RunStore
    from lessons.runs import finished

    said = resolve(answer)(finished(RunStore(Path(root)).load(run)))
    return [int(step) for step in said] if isinstance(said, tuple | list) else int(said)
