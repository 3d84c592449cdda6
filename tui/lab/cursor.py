"""Where the cursor of the plots may stand, and where a key puts it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.lab.live_run import LiveRun
from tui.lab.scene import ChartState, Scene
from tui.lab.zoom import newest_step, whole_run


def snapped(runs: Sequence[LiveRun], step: float) -> int | None:
    """The step nearest to this one that a run has recorded; None where none has any."""
    near = [
        min(max(round(step), first_recorded(run)), run.history.step)
        for run in runs
        if run.history.step >= first_recorded(run)
    ]
    return min(near, key=lambda found: abs(found - step), default=None)


def first_recorded(run: LiveRun) -> int:
    """The first step that can be read: of a run that goes on from another, that one's first."""
    return run.history.after + 1 if run.parent is None else first_recorded(run.parent)


def placed(scene: Scene, state: ChartState, step: float) -> int | None:
    """Where the cursor comes to stand if it is put at a step."""
    if not state.free:
        return snapped(scene.runs, step)
    whole = whole_run(scene)
    return round(min(max(step, whole.first), whole.last))


def moved(scene: Scene, state: ChartState, columns: int, steps_per_column: float) -> int | None:
    """Where the cursor is after a key: so many columns on, and at least as many steps.

    A free one goes half columns, the dots of the plot. The first key puts it at the newest step.
    """
    if state.cursor is None:
        return placed(scene, state, newest_step(scene))
    stride = max(1, round(steps_per_column / 2 if state.free else steps_per_column))
    return placed(scene, state, state.cursor + columns * stride)
