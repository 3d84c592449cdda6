"""Moving through something long, with the same keys everywhere."""

from __future__ import annotations

from textual.containers import VerticalScroll

from tui.commands import Command
from tui.screens.base import TutorScreen

MOVES = (
    Command(
        "page_down", ("space", "pagedown", "ctrl+d"), "read on", "One page down.", palette=False
    ),
    Command(
        "page_up", ("b", "pageup", "ctrl+u"), "back", "One page up.", footer=False, palette=False
    ),
    Command("down", ("down", "j"), "down", "One line down.", footer=False, palette=False),
    Command("up", ("up", "k"), "up", "One line up.", footer=False, palette=False),
    Command("first", ("g", "home"), "beginning", "To the beginning.", footer=False, palette=False),
    Command("last", ("G", "end"), "end", "To the end.", footer=False, palette=False),
)
"""What every such screen puts among its commands."""


class ScrollingScreen(TutorScreen):
    """A screen with one part that is longer than the screen. Subclasses say which."""

    @property
    def scroller(self) -> VerticalScroll:
        """What the keys move."""
        return self.query_one(VerticalScroll)

    def move(self, lines: int) -> None:
        """Scroll by lines, downwards where positive."""
        y = self.scroller.scroll_offset.y + lines
        self.scroller.scroll_to(y=y, animate=False, force=True)

    def action_down(self) -> None:
        """One line down."""
        self.move(1)

    def action_up(self) -> None:
        """One line up."""
        self.move(-1)

    def action_page_down(self) -> None:
        """One page down; two lines of what was read stay."""
        self.move(self.scroller.size.height - 2)

    def action_page_up(self) -> None:
        """One page up; two lines of what was read stay."""
        self.move(2 - self.scroller.size.height)

    def action_first(self) -> None:
        """To the beginning."""
        self.scroller.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the end."""
        self.scroller.scroll_end(animate=False)
