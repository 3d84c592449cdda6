"""Panes: which are there, which has the focus, which has all the room."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from tui.bridge import RunBegan
from tui.lab.panes import KNOBS, ON_CALL, PLOTS, VIEW, WORDS, Arrangement
from tui.screens.lab.base import LabBase
from tui.widgets.prose import Prose

TWO_COLUMNS = 100
"""Cells from which on there is room for the view beside the plots."""


class Panes(LabBase):
    """The part of the lab screen that moves panes. Every pane is a widget named by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.arrangement = Arrangement()

    @property
    def offered(self) -> tuple[str, ...]:
        """Panes that this lab has."""
        lab = self.lesson.lab
        own = ((VIEW, lab.views), (KNOBS, lab.knobs))
        words = (WORDS,) if self.has_class("-wide") and self.pane(WORDS).can_focus else ()
        return (*PLOTS, *(name for name, filled in own if filled), *ON_CALL, *words)

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only; known before the screen is laid out."""
        return self.app.size.width < TWO_COLUMNS

    def pane(self, name: str) -> Widget:
        """The widget of a pane."""
        return self.query_one(f"#{name}")

    def focused_pane(self) -> str | None:
        """Name of the pane that has the focus."""
        found = self.focused.id if self.focused is not None else None
        return found if found in self.offered else None

    def displayed(self) -> tuple[str, ...]:
        """Names of the panes on the screen."""
        return self.arrangement.displayed(self.offered, narrow=self.narrow)

    def place_panes(self, arrangement: Arrangement | None = None) -> None:
        """Put the panes where they belong; the axes of the plots hold still."""
        self.arrangement = arrangement or self.arrangement
        if self.gone:
            return
        shown = self.displayed()
        for name in (*PLOTS, VIEW, KNOBS, *ON_CALL):
            self.pane(name).display = name in shown
        self.query_one("#plots").display = any(name in PLOTS for name in shown)
        self.query_one("#side").display = any(name not in (*PLOTS, WORDS) for name in shown)
        self.set_class(self.arrangement.only is not None, "-only")
        if (focused := self.focused_pane()) is not None and focused not in shown:
            self.set_focus(None)
        self.redraw()

    def show_pane(self, name: str) -> None:
        """Bring a pane to the screen and give it the focus."""
        if name in self.offered:
            self.place_panes(self.arrangement.showing(name))
            self.set_focus(self.pane(name))

    @on(RunBegan)
    def make_room(self) -> None:
        """Knobs that hide the plots give way to a run that begins."""
        if self.narrow and self.arrangement.front == KNOBS:
            self.place_panes(self.arrangement.without(KNOBS))

    def toggle_pane(self, name: str) -> None:
        """Bring a pane, or send it away where it has the focus already."""
        if self.focused_pane() == name:
            self.set_focus(None)
            self.place_panes(self.arrangement.without(name))
        else:
            self.show_pane(name)

    def step_back(self) -> bool:
        """Undo the last thing done to the panes; False where they are as in the beginning."""
        before = self.arrangement
        if before.back() == before and self.focused is None:
            return False
        if before.only is None:
            self.set_focus(None)
        self.place_panes(before.back())
        return True

    def on_resize(self) -> None:
        """What has room changes with the size; the classes that say so are set by now."""
        self.call_after_refresh(self.place_panes)
        self.call_after_refresh(self.show_verdicts)

    def action_pane(self, further: int) -> None:
        """To the next pane, or the one before, round and round."""
        if isinstance(self.focused, Prose) and self.focused.mark(further):
            return  # the links of a text come one after another
        panes = self.arrangement.reachable(self.offered)
        here = self.focused_pane()
        at = panes.index(here) + further if here in panes else (0 if further > 0 else -1)
        self.show_pane(panes[at % len(panes)])
        if isinstance(self.focused, Prose):
            self.focused.enter_from(further)

    def action_large(self) -> None:
        """All the room for the pane with the focus, or for all of them again."""
        if self.arrangement.only is not None:
            self.place_panes(self.arrangement.back())
            return
        name = self.focused_pane() or self.arrangement.front or PLOTS[0]
        if name == WORDS:
            return
        self.place_panes(
            Arrangement(side=self.arrangement.side, front=self.arrangement.front, only=name)
        )
        self.set_focus(self.pane(name))

    def action_knobs(self) -> None:
        """To the knobs, or back."""
        self.toggle_pane(KNOBS)
