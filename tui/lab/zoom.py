"""The stretch of steps that the plots show: the whole run, or closer, or along with the run."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tui.lab.live_run import LiveRun
from tui.lab.scene import ChartState, Scene

CLOSEST = 8.0
"""Steps that the closest zoom still shows."""
PAGES = 8
"""A window that follows the run moves by this part of its width: axes that move with every
record cannot be read, and repaint the whole plot."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Steps from one edge of the plots to the other, both included."""

    first: float
    last: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.last - self.first

    def zoomed(self, at: float, factor: float, whole: Stretch) -> Stretch:
        """Show `factor` times as many steps; the step `at` keeps its place on the screen."""
        width = min(max(self.width * factor, min(CLOSEST, whole.width)), whole.width)
        share = (at - self.first) / self.width
        first = at - share * width
        return Stretch(first, first + width).within(whole)

    def panned(self, by: float, whole: Stretch) -> Stretch:
        """Move on by so many steps, or back."""
        return Stretch(self.first + by, self.last + by).within(whole)

    def holding(self, step: float, whole: Stretch) -> Stretch:
        """Moved just as far as it takes to show a step."""
        return self.panned(min(0.0, step - self.first) + max(0.0, step - self.last), whole)

    def within(self, whole: Stretch) -> Stretch:
        """Of the same width where that fits, between the edges of another."""
        width = min(self.width, whole.width)
        first = min(max(self.first, whole.first), whole.last - width)
        return Stretch(first, first + width)


def whole_run(scene: Scene) -> Stretch:
    """The longest run or plan that is shown."""
    planned = [plan.steps for plan in scene.plans.values()]
    made = [_length(run) for run in scene.runs]
    longest = max([*(made or planned), 2])
    return Stretch(1.0, float(longest))


def stretch(scene: Scene, state: ChartState) -> Stretch:
    """What is shown: the whole run, what was zoomed to, or where the run has come to by now."""
    whole = whole_run(scene)
    first = whole.first if state.first is None else state.first
    last = whole.last if state.last is None else state.last
    chosen = Stretch(first, max(last, first + 1))
    if not state.following or not scene.runs:
        return chosen
    newest = newest_step(scene)
    page = chosen.width / PAGES
    pages = math.ceil(max(0.0, newest - chosen.last) / page)
    pages -= math.ceil(max(0.0, chosen.first - newest) / page)
    return chosen.panned(pages * page, Stretch(whole.first, max(whole.last, chosen.last)))


def showing(state: ChartState, chosen: Stretch, scene: Scene) -> ChartState:
    """The state in which the plots show a stretch, which is no zoom if it is all.

    Plots on which a run arrives go along with it, unless the learner reads something there.
    """
    whole = whole_run(scene)
    if chosen.first <= whole.first and chosen.last >= whole.last:
        return replace(state, first=None, last=None, following=False)
    training = any(run.under_way for run in scene.runs) and state.cursor is None
    following = training and chosen.first <= newest_step(scene) <= chosen.last
    return replace(state, first=chosen.first, last=chosen.last, following=following)


def newest_step(scene: Scene) -> int:
    """How far the runs under way have come, or else the newest one; 0 where there is none."""
    under_way = [run.history.step for run in scene.runs if run.under_way]
    return max(under_way or [run.history.step for run in scene.runs[-1:]], default=0)


def _length(run: LiveRun) -> int:
    """Steps the run has come to, or is going to: one that broke early fills the plot."""
    if not run.under_way or run.started is None:
        return run.history.step
    return max(run.started.steps, run.history.step)
