"""The last row: which keys do what here and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui.commands import Command, key_label
from tui.symbols import UNICODE, Symbols, spell

GAP = "  "


@dataclass(frozen=True, slots=True)
class Keys:
    """What a key bar shows: commands of the place on the left, those of the app on the right."""

    here: tuple[Command, ...] = ()
    everywhere: tuple[Command, ...] = ()


class KeyBar(Widget):
    """One row of keys. Where the room is short, the last commands of the place give way."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        padding: 0 1;
        color: $muted;
    }
    """

    keys: reactive[Keys] = reactive(Keys())
    symbols: reactive[Symbols] = reactive(UNICODE)

    def __init__(self, symbols: Symbols = UNICODE) -> None:
        super().__init__()
        self.auto_links = False
        self.set_reactive(KeyBar.symbols, symbols)

    def render(self) -> Content:
        """The row, cut to whole entries."""
        right = self.join(self.entries(self.keys.everywhere, "app"))
        room = self.size.width - right.cell_length - len(GAP)
        left = Content("")
        for entry in self.entries(self.keys.here, "screen"):
            longer = left + GAP + entry if left else entry
            if longer.cell_length > room:
                break
            left = longer
        space = max(self.size.width - left.cell_length - right.cell_length, 0)
        return left + " " * space + right

    def join(self, entries: Iterable[Content]) -> Content:
        """Entries beside each other."""
        return Content(GAP).join(entries)

    def entries(self, commands: Iterable[Command], node: str) -> Iterable[Content]:
        """Key and title of each command; a click on one gives the command."""
        for command in commands:
            keys = spell(key_label(command), self.symbols)
            entry = Content.assemble((keys, "bold $accent"), " ", (command.title, "$muted"))
            if command.takes_key:
                yield entry
            else:
                click = Style.from_meta({"@click": f"{node}.{command.id}"})
                yield entry.stylize(click)
