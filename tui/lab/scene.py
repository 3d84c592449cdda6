"""What the plots of the lab are made of, and how the learner wants to see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.plan import Plan
from tui.lab.groups import Group
from tui.lab.live_run import LiveRun
from tui.plots.palette import Look

NAMES = ("loss", "lr", "gradients")
"""The plots from top to bottom, which are the names of their panes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartState:
    """How the learner wants the plots."""

    log_loss: bool
    smoothing: float
    """Share of the past in the smoothed loss; 0 shows the raw one."""
    smoothing_chosen: bool = False
    """Whether the learner asked for it: then it holds for losses that do not scatter, too."""
    log_lr: bool = False
    log_gradients: bool = True
    first: float | None = None
    """Left edge in steps; None shows the whole run."""
    last: float | None = None
    following: bool = False
    """Whether the edges move along with the newest step."""
    cursor: int | None = None
    free: bool = False
    """Whether the cursor goes anywhere, not only to steps that were recorded."""
    reader: int = 0
    """Runs between the newest one and the one that is read first where not all have room."""

    def turning_log(self, plot: str) -> ChartState:
        """With the other kind of y axis for that plot."""
        match plot:
            case "lr":
                return replace(self, log_lr=not self.log_lr)
            case "gradients":
                return replace(self, log_gradients=not self.log_gradients)
            case _:
                return replace(self, log_loss=not self.log_loss)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything the plots are made of."""

    runs: Sequence[LiveRun]
    plans: Mapping[str, Plan]
    """Planned runs by scenario."""
    order: Sequence[str]
    """All scenarios of the lab; their place gives a plan its colour."""
    guess: str | None
    """Scenario that the learner predicted."""
    look: Look
    bands: Sequence[Group] = ()
    """Settings whose seeds are drawn as one band under the median; `runs` has one run of each."""
