"""A few things to choose from, over the screen that asks."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.left_once import LeftOnce
from tui.symbols import UNICODE, Symbols
from tui.widgets.row_list import Row, RowList


class ChoiceScreen(ModalScreen[str | None], LeftOnce[str | None]):
    """Gives back the key of the row that was taken; None where nothing was."""

    CSS_PATH = "choice.tcss"
    AUTO_FOCUS = "RowList"
    ACTIONS = (
        Command("down", ("down", "j"), "choose", "One row down.", label="↑↓", palette=False),
        Command("up", ("up", "k"), "up", "One row up.", footer=False, palette=False),
        Command("take", ("enter",), "take", "Take the highlighted row.", palette=False),
        Command("back", ("escape", "q"), "leave", "Take nothing.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    rows = query_one(RowList)

    def __init__(
        self, title: str, rows: Sequence[Row], about: str = "", symbols: Symbols = UNICODE
    ) -> None:
        """`about`: said under the title."""
        super().__init__()
        self.heading, self.offered = title, tuple(rows)
        self.about, self.symbols = about, symbols

    def compose(self) -> ComposeResult:
        """Title, rows, keys, in the middle."""
        with Vertical(id="box"):
            yield Static(Content.styled(self.heading, "bold"), id="title")
            if self.about:
                yield Static(Content.styled(self.about, "$muted"), id="about")
            yield RowList(self.symbols)
            yield Static(Content.styled(self.keys(), "$muted"), id="keys")

    def keys(self) -> str:
        """What the keys do here."""
        footer = (one for one in self.ACTIONS if one.footer)
        return "   ".join(f"{key_of(self, one.id)} {one.title}" for one in footer)

    def on_mount(self) -> None:
        """Fill the list."""
        self.rows.rows = self.offered

    def action_down(self) -> None:
        """One row down."""
        self.rows.move(1)

    def action_up(self) -> None:
        """One row up."""
        self.rows.move(-1)

    def action_take(self) -> None:
        """Take the highlighted row."""
        self.rows.choose()

    @on(RowList.Chosen)
    def taken(self, message: RowList.Chosen) -> None:
        """Give it back."""
        self.dismiss(message.key)

    def action_back(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
