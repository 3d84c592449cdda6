"""Which commands the last row of the lab offers: what matters at the moment comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tui.commands import Command
from tui.screens.lab.travelling import Travelling
from tui.widgets.key_bar import BACK

Moment = Literal["planned", "training", "over", "past"]

FIRST: dict[Moment, tuple[str, ...]] = {
    "planned": (
        *("run", "view", "knobs", "copy", "all", "slow_motion", "code", "seed", "timeline"),
        *("workbench", "share", "playground", "repeat", "twins", "step"),
    ),
    "training": (
        *("pause", "step", "stop", "pace(-1)", "view", "knobs", "epoch", "speed", "cursor(-1)"),
        *("words", "zoom(1)", "table", "timeline", "log_pane", "log", "smooth", "slow_motion"),
    ),
    "over": (
        *("run", "cursor(-1)", "table", "timeline", "slow_motion", "view", "knobs", "copy"),
        *("zoom(1)", "log", "smooth", "overlay", "repeat", "twins", "seed", "words", "undo"),
        *("all", "playground", "workbench", "code"),
    ),
    "past": (
        *("fork", "timeline", "knobs", "slow_motion", "view", "cursor(-1)", "zoom(1)", "table"),
        *("words", "log", "smooth", "undo", "code"),
    ),
}
"""Commands at each moment, the one that is wanted most first; the others follow."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the order of the commands depends on."""

    moment: Moment
    paused: bool = False


class Offering(Travelling):
    """The part of the lab screen that says what can be done now."""

    offered_now: Offered | None = None
    """What the last row was written for."""

    @property
    def offers(self) -> Offered:
        """Where the learner is: before a run, in one, after it, or back in it."""
        if not hasattr(self, "bench"):
            return Offered("planned")
        run = self.bench.newest
        if self.voyage is not None:
            return Offered("past")
        if self.making:
            return Offered("training", paused=run is not None and run.under_way and run.paused)
        return Offered("planned" if run is None else "over")

    def show_offers(self) -> None:
        """Write the last row anew where something else matters now."""
        if self.offers != self.offered_now:
            self.offered_now = self.offers
            self.show_keys()

    def footer_commands(self) -> tuple[Command, ...]:
        """In the order of the moment; the way back is the last."""
        offers = self.offers
        known = {one.id: one for one in self.ACTIONS if self.check_action(one.id, ())}
        if offers.paused:
            known["pause"] = replace(known["pause"], title="go on")
        first = [known.pop(name) for name in FIRST[offers.moment] if name in known]
        back = known.pop(BACK)
        return (*first, *(one for one in known.values() if one.footer), back)
