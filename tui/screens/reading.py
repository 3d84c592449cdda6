"""A screen that is only read: a title, something that scrolls, and Esc to go back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from tui.commands import Command, bindings
from tui.screens.scrolling import MOVES, ScrollingScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_line import TopLine


class ReadingScreen(ScrollingScreen):
    """Shows one widget that may be longer than the screen."""

    CSS_PATH = "reading.tcss"
    EVERYWHERE = ()
    AUTO_FOCUS = ""
    ACTIONS = (
        *MOVES,
        Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

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
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Write the last row."""
        self.show_keys()

    def action_back(self) -> None:
        """Back to where the learner was."""
        self.app.pop_screen()
