"""A screen that is only read: a title, something that scrolls, and Esc to go back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget

from tui.commands import Command, bindings
from tui.screens.base import TutorScreen
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.top_line import TopLine


class ReadingScreen(TutorScreen):
    """Shows one widget that may be longer than the screen."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = ""
    ACTIONS = (
        Command("down", ("down", "j"), "scroll", "One line down.", label="↑↓", palette=False),
        Command("up", ("up", "k"), "up", "One line up.", footer=False, palette=False),
        Command(
            "page_down", ("space", "pagedown", "ctrl+d"), "page", "One page down.", palette=False
        ),
        Command(
            "page_up",
            ("b", "pageup", "ctrl+u"),
            "page up",
            "One page up.",
            footer=False,
            palette=False,
        ),
        Command(
            "first", ("g", "home"), "beginning", "To the beginning.", footer=False, palette=False
        ),
        Command("last", ("G", "end"), "end", "To the end.", footer=False, palette=False),
        Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    scroll = query_one("#reading", VerticalScroll)

    def __init__(self, title: Content, text: Widget) -> None:
        super().__init__()
        self.heading = title
        self.text = text

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        top = TopLine()
        top.left = self.heading
        yield top
        with VerticalScroll(id="reading", can_focus=False):
            yield self.text
        keys = KeyBar(self.tutor.symbols)
        keys.keys = Keys(self.footer_commands())
        yield keys

    def move(self, lines: int) -> None:
        """Scroll by lines, downwards where positive."""
        self.scroll.scroll_to(y=self.scroll.scroll_offset.y + lines, animate=False, force=True)

    def action_down(self) -> None:
        """One line down."""
        self.move(1)

    def action_up(self) -> None:
        """One line up."""
        self.move(-1)

    def action_page_down(self) -> None:
        """One page down, with two lines of what was read."""
        self.move(self.scroll.size.height - 2)

    def action_page_up(self) -> None:
        """One page up."""
        self.move(2 - self.scroll.size.height)

    def action_first(self) -> None:
        """To the beginning."""
        self.scroll.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the end."""
        self.scroll.scroll_end(animate=False)

    def action_back(self) -> None:
        """Back to where the learner was."""
        self.app.pop_screen()
