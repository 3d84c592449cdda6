"""What happened at which step: the letters under the plots, and what they mean in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.plan import Plan
from engine.schedules import Mark
from tui.lab.epochs import Epochs
from tui.lab.live_run import LiveRun
from tui.lab.scene import Scene

MOST_EPOCH_MARKS = 12
QUIET = "SC"
"""Marks that come in such numbers that going from one to the next gets nowhere."""
SHOWN_ON = {"loss": "!FHBS", "lr": "WDRNEPH", "gradients": "!FH"}
"""Letters under each plot: those that explain its curve."""
CLIPPING = "clip"
"""In the name of hyperparameters that the gradient plot shows."""


def marks_of(scene: Scene) -> tuple[Mark, ...]:
    """All marks of the runs that are shown; snapshots only of the newest one."""
    own = [
        Mark(mark.step, mark.letter, _said_of(run, mark, alone=len(scene.runs) == 1))
        for run in scene.runs
        for mark in run.marks
        if mark.letter != "S" or run is scene.runs[-1]
    ]
    return (*planned_marks(scene), *own)


def shown_on(plot: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Those that belong under a plot."""
    return tuple(mark for mark in marks if mark.letter in SHOWN_ON[plot] and _explains(plot, mark))


def _explains(plot: str, mark: Mark) -> bool:
    """What was changed by hand stands under the loss, and under the plot of what was changed."""
    if mark.letter != "H" or plot == "loss":
        return True
    return (plot == "gradients") == (CLIPPING in mark.meaning)


def _said_of(run: LiveRun, mark: Mark, *, alone: bool) -> str:
    """What a mark means, with the names of the runs that the lab knows."""
    meaning = mark.meaning
    if mark.letter == "F" and run.parent is not None:
        meaning = f"goes on from step {mark.step} of {run.parent.label}"
    # Snapshots are those of the newest run: its name beside each would say nothing.
    return meaning if alone or mark.letter == "S" else f"{run.label}: {meaning}"


def planned_marks(scene: Scene) -> tuple[Mark, ...]:
    """Marks of the newest run's schedule, and of its epochs as long as they are few."""
    scenario = scene.runs[-1].scenario if scene.runs else next(iter(scene.plans), "")
    plan = scene.plans.get(scenario)
    if plan is None:
        return ()
    ends = _ends_of_epochs(plan, scene.runs[-1] if scene.runs else None)
    marks = [Mark(step, "E", f"epoch {number} ends") for number, step in enumerate(ends, start=1)]
    return (*(marks if 1 < len(marks) <= MOST_EPOCH_MARKS else ()), *plan.marks)


def _ends_of_epochs(plan: Plan, run: LiveRun | None) -> tuple[int, ...]:
    """As planned; as they really are, where the batch size was changed on the way.

    None where they are too many to be marked: they would be counted anew at every look.
    """
    epochs: Epochs | None = None
    if run is not None and run.started is not None and run.replans:
        epochs = Epochs.of(run.started, run.replans)
    elif plan.steps_per_epoch:
        epochs = Epochs(((0, plan.steps_per_epoch),), plan.steps)
    few = epochs is not None and epochs.planned <= MOST_EPOCH_MARKS + 1
    return epochs.ends if epochs is not None and few else ()


def next_mark(marks: Iterable[Mark], step: float, further: int) -> int | None:
    """Step of the nearest mark after a step, or before it; None where there is none."""
    steps = [mark.step for mark in marks if mark.letter not in QUIET]
    if further > 0:
        return min((one for one in steps if one > step), default=None)
    return max((one for one in steps if one < step), default=None)


def said_at(marks: Sequence[Mark], step: float, reach: float) -> str:
    """What the marks at a step say, each once; `reach` steps on both sides are that step, too.

    Where a mark is exactly there, those beside it are silent.
    """
    exact = [mark for mark in marks if mark.step == step]
    near = [mark for mark in marks if abs(mark.step - step) <= reach and mark.letter not in QUIET]
    said = dict.fromkeys(f"{mark.letter} {mark.meaning}" for mark in exact or near)
    return "; ".join(said)
