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
BACK = "back"
"""The command that is always shown, however short the room."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a key bar shows: commands of the place on the left, those of the app on the right."""

    here: tuple[Command, ...] = ()
    everywhere: tuple[Command, ...] = ()
    pane: tuple[Command, ...] = ()
    """Of the pane with the focus: they come first, and their keys mean nothing else then."""

    @property
    def left(self) -> tuple[tuple[str, Command], ...]:
        """What stands on the left, and who carries it out."""
        taken = {key for command in self.pane for key in command.keys}
        free = (one for one in self.here if one.id == BACK or taken.isdisjoint(one.keys))
        pane = (one for one in self.pane if one.footer)
        return (*(("focused", one) for one in pane), *(("screen", one) for one in free))


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
        right = self.join(self.entry("app", one) for one in self.keys.everywhere)
        room = self.size.width - right.cell_length - len(GAP)
        left = self.join(self.fitting(room))
        space = max(self.size.width - left.cell_length - right.cell_length, 0)
        return left + " " * space + right

    def fitting(self, room: int) -> Iterable[Content]:
        """The first commands of the place, and the way back wherever it stands among them."""
        shown = [(one.id == BACK, self.entry(node, one)) for node, one in self.keys.left]
        out = [entry for back, entry in shown if back]
        room += len(GAP) - sum(len(GAP) + entry.cell_length for entry in out)
        for back, entry in shown:
            if not back:
                room -= len(GAP) + entry.cell_length
            if back or room >= 0:
                yield entry

    def join(self, entries: Iterable[Content]) -> Content:
        """Entries beside each other."""
        return Content(GAP).join(entries)

    def entry(self, node: str, command: Command) -> Content:
        """Key and title of a command; a click gives the command."""
        keys = spell(key_label(command), self.symbols)
        entry = Content.assemble((keys, "bold $accent"), " ", (command.title, "$muted"))
        if command.takes_key:
            return entry
        return entry.stylize(Style.from_meta({"@click": f"{node}.{command.id}"}))
