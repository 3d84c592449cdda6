"""What the parts of the lab screen share. Each part is a class that adds actions to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.schema import Lesson, Run
from tui.bridge import Bridge
from tui.lab.bench import Bench
from tui.lab.charts import ChartState, Scene
from tui.lab.opening import Opening
from tui.plots.palette import Look
from tui.screens.base import TutorScreen

if TYPE_CHECKING:
    from engine.plan import Plan


class LabBase(TutorScreen):
    """The lab as every part of it sees it; the screen itself fills it in."""

    lesson: Lesson
    block: Run | None
    """The block of the lesson whose runs are asked for, if any."""
    opening: Opening
    """What it was opened to show."""
    bench: Bench
    bridge: Bridge
    state: ChartState
    """How the learner wants the plots."""
    making: bool
    """Whether runs are under way."""
    plans: dict[str, Plan]
    """Planned runs by scenario."""

    @property
    def look(self) -> Look:
        """How plots may be drawn in the theme that is on."""
        raise NotImplementedError

    @property
    def device(self) -> str:
        """Where runs are made."""
        return self.tutor.settings.device

    def redraw(self) -> None:
        """Show everything anew; cheap to call often."""
        raise NotImplementedError

    def runs_restored(self) -> None:
        """The runs of earlier visits are on the bench."""
        raise NotImplementedError

    def forget_limits(self) -> None:
        """Fit the axes anew, and redraw."""
        raise NotImplementedError

    def plan_runs(self) -> object:
        """Plan what has changed, in a thread."""
        raise NotImplementedError

    def show_verdicts(self) -> None:
        """Show what predictions came to."""
        raise NotImplementedError

    def scene_now(self) -> Scene:
        """What the plots are made of."""
        raise NotImplementedError
