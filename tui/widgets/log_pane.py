"""The log of a run: scrolls, follows the end, writes what programs print as plain text."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.commands import Command, bindings
from tui.lab.log import Kind, LogEntry
from tui.symbols import UNICODE, Symbols

NOTHING = (
    "Nothing printed yet. What the lab's code prints comes here, beside what the engine tells "
    "about the run; if it fails, the traceback too."
)
STYLES: dict[Kind, str] = {
    "printed": "",
    "told": "$muted",
    "trouble": "bold",
    "details": "$muted",
}
LEAD = 2
"""Cells before the text, in which a sign says what kind of line it is."""
TAB = 4
WHEEL = 3
"""Lines of one turn of the wheel."""
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class LogPane(Widget, can_focus=True):
    """Shows the log it is given. At the end it stays there as lines come in."""

    DEFAULT_CSS = """
    LogPane { height: 1fr; width: 1fr; }
    """
    PLACE: ClassVar[str] = "log of the trainer"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("log_move(1)", ("down", "j"), "line down", "One line down.", footer=False),
        Command("log_move(-1)", ("up", "k"), "line up", "One line up.", footer=False),
        Command("log_page(1)", ("pagedown", "ctrl+d"), "page down", "One page.", footer=False),
        Command("log_page(-1)", ("pageup", "ctrl+u"), "page up", "One page up.", footer=False),
        Command("log_ends(False)", ("home",), "beginning", "To the first line.", footer=False),
        Command("log_ends(True)", ("end", "G"), "end", "To the end, and follow.", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    entries: reactive[tuple[LogEntry, ...]] = reactive(())
    whose: reactive[str] = reactive("")
    """Name of the run."""
    top: reactive[int | None] = reactive(None)
    """The first row that is shown; None follows the end."""
    symbols: reactive[Symbols] = reactive(UNICODE)

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
    ) -> None:
        super().__init__(id=id)
        self._wrapped: tuple[tuple[LogEntry, ...], int, list[Content]] = ((), 0, [])

    def watch_whose(self) -> None:
        """Another run is read from its end."""
        self.top = None

    def action_log_move(self, lines: int) -> None:
        """Scroll by lines; at the end it follows again."""
        last = self._last()
        moved = max(0, (last if self.top is None else self.top) + lines)
        self.top = None if moved >= last else moved

    def action_log_page(self, pages: int) -> None:
        """Scroll by pages; one line of what was read stays."""
        self.action_log_move(pages * max(1, self._room() - 1))

    def action_log_ends(self, end: bool) -> None:
        """To the beginning, or to the end."""
        self.top = None if end or self._last() == 0 else 0

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down."""
        event.stop()
        self.action_log_move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self.action_log_move(-WHEEL)

    def render(self) -> Content:
        """A title and as many rows as have room."""
        width = self.content_size.width
        rows = self._rows()
        if not rows:
            return Content("\n").join([self._title(0, 0, 0), *Content(NOTHING).wrap(width)])
        first = self._last() if self.top is None else min(self.top, self._last())
        shown = rows[first : first + self._room()]
        return Content("\n").join([self._title(first, len(shown), len(rows)), *shown])

    def _title(self, first: int, shown: int, rows: int) -> Content:
        pointer = f"{self.symbols.pointer} " if self.has_focus else ""
        parts = [f"  {self.whose}"] if self.whose else []
        if shown < rows:
            parts.append(f"  lines {first + 1} to {first + shown} of {rows}")
        title = Content.assemble((f"{pointer}log", "bold"), ("".join(parts), "$muted"))
        return title.truncate(self.content_size.width, ellipsis=True)

    def _room(self) -> int:
        return max(1, self.content_size.height - 1)

    def _last(self) -> int:
        """The row at the top when the end is shown."""
        return max(0, len(self._rows()) - self._room())

    def _rows(self) -> list[Content]:
        """All rows at this width."""
        width = max(LEAD + 8, self.content_size.width)
        known, at, rows = self._wrapped
        if at != width or known != self.entries[: len(known)]:
            known, rows = (), []
        for entry in self.entries[len(known) :]:
            rows += self._wrap(entry, width - LEAD)
        self._wrapped = (self.entries, width, rows)
        return rows

    def _wrap(self, entry: LogEntry, width: int) -> list[Content]:
        signs: dict[Kind, str] = {"told": self.symbols.dot, "trouble": self.symbols.wrong}
        sign = signs.get(entry.kind, "").ljust(LEAD)
        text = plain(entry.text)
        if entry.kind in signs:
            pieces = [line.plain for line in Content(text).wrap(width)]
        else:  # what was printed may be a table, or code: its spaces stay where they are
            pieces = [text[at : at + width] for at in range(0, len(text), width)]
        return [
            Content.assemble(sign if not number else " " * LEAD, (piece, STYLES[entry.kind]))
            for number, piece in enumerate(pieces or [""])
        ]


def plain(text: str) -> str:
    """What a terminal would show of a line in the end, without colours, bells and other control."""
    text = _ESCAPES.sub("", text).rstrip("\r")
    text = text.rpartition("\r")[2]  # a progress bar writes over itself
    return _CONTROLS.sub("", text.expandtabs(TAB))
