"""What happened at which step: the letters under the plots, and what they mean in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.schedules import Mark
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
        Mark(mark.step, mark.letter, mark.meaning if len(scene.runs) == 1 else _whose(run, mark))
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


def _whose(run: LiveRun, mark: Mark) -> str:
    return f"{run.label}: {mark.meaning}"


def planned_marks(scene: Scene) -> tuple[Mark, ...]:
    """Marks of the newest run's schedule, and of its epochs as long as they are few."""
    scenario = scene.runs[-1].scenario if scene.runs else next(iter(scene.plans), "")
    plan = scene.plans.get(scenario)
    if plan is None:
        return ()
    epochs = plan.steps // plan.steps_per_epoch if plan.steps_per_epoch else 0
    ends = (
        tuple(
            Mark(epoch * plan.steps_per_epoch, "E", f"epoch {epoch} ends")
            for epoch in range(1, epochs + 1)
        )
        if 1 < epochs <= MOST_EPOCH_MARKS
        else ()
    )
    return (*ends, *plan.marks)


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
