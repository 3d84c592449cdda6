"""Which panes of the lab are on the screen, worked out without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

PLOTS = ("loss", "lr", "gradients")
"""Stacked, in this order; their names are the ids of their widgets, as those of all panes."""
VIEW, KNOBS = "view", "knobs"
WORDS = "words"
"""The lesson's text, where there is room for it beside the plots: to go to its links."""
RUNS = "runs"
"""The table of runs."""
LOG = "trainer_log"
"""What the trainer printed."""
SCHEDULE = "schedule"
"""The workbench that shapes a learning rate."""
ON_CALL: tuple[str, ...] = (RUNS, LOG, SCHEDULE)
"""Panes that a key brings up in the place of the view, and that `esc` sends away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How the learner has put the panes."""

    side: str = VIEW
    """The pane above the knobs."""
    only: str | None = None
    """The pane that has all the room."""
    front: str | None = None
    """Where there is room for one column only: the pane that hides the plots."""

    def displayed(self, offered: Sequence[str], *, narrow: bool) -> tuple[str, ...]:
        """Panes on the screen, in the order of the key that goes from one to the next.

        `offered`: every pane that the lab has.
        """
        alone = self.only or (self.front if narrow else None)
        if alone is not None and alone in offered:
            return (alone,)
        if narrow:
            return PLOTS
        side = tuple(name for name in (self.side, KNOBS, WORDS) if name in offered)
        return (*PLOTS, *dict.fromkeys(side))

    def reachable(self, offered: Sequence[str]) -> tuple[str, ...]:
        """Panes that the learner can go to from here, one after another."""
        side = dict.fromkeys(name for name in (self.side, VIEW, KNOBS, WORDS) if name in offered)
        return (*PLOTS, *side)

    def showing(self, name: str) -> Arrangement:
        """With this pane on the screen; one that is alone makes room for another alone."""
        if name == WORDS:  # it stands beside the others and is never alone
            return replace(self, only=None)
        side = self.side if name in (*PLOTS, KNOBS) else name
        front = None if name in PLOTS else name
        return replace(self, side=side, front=front, only=self.only and name)

    def without(self, name: str) -> Arrangement:
        """With the view where this pane has been."""
        return Arrangement() if name in (self.only, self.side, self.front) else self

    def back(self) -> Arrangement:
        """One step back to where every lab begins: the same where it is there."""
        if self.only is not None:
            return replace(self, only=None)
        if self.front is not None or self.side != VIEW:
            return Arrangement()
        return self
