"""A list of rows with a mark, a text and a figure; one row is highlighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.names import shorten
from tui.symbols import UNICODE, Symbols


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a list."""

    key: str
    """What the row stands for; given back when it is chosen."""
    mark: str
    """One cell in front of the text."""
    text: str
    right: str = ""
    """A figure at the right edge."""
    note: str = ""
    """A quieter second line."""
    quiet: bool = False
    """Whether the row is shown with less weight."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows to choose from. It has no keys of its own: its screen calls `move` and `choose`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--mark",
        "row-list--wrong",
        "row-list--right",
        "row-list--note",
        "row-list--quiet",
        "row-list--pointer",
        "row-list--current",
    }
    DEFAULT_CSS = """
    RowList {
        height: auto;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        &>.row-list--mark { color: $success; }
        &>.row-list--wrong { color: $error; }
        &>.row-list--right, &>.row-list--note, &>.row-list--quiet { color: $muted; }
        &>.row-list--pointer { color: $accent; text-style: bold; }
        &>.row-list--current { background: $selected; }
        &:focus>.row-list--current { text-style: bold; }
    }
    """

    rows: reactive[tuple[Row, ...]] = reactive((), layout=True)
    symbols: reactive[Symbols] = reactive(UNICODE)
    cursor: reactive[int] = reactive(0)

    class Highlighted(Message):
        """Another row is highlighted."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The list, for `@on(…, "#id")`."""
            return self.rows

    class Chosen(Highlighted):
        """A row was chosen."""

    def __init__(self, symbols: Symbols = UNICODE, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(RowList.symbols, symbols)

    @property
    def current(self) -> Row | None:
        """The highlighted row; None in an empty list."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def lines(self) -> Iterator[tuple[int, bool]]:
        """What each line of the list shows: index of the row, and whether it is its note."""
        for index, row in enumerate(self.rows):
            yield index, False
            if row.note:
                yield index, True

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """One line a row, two where it has a note."""
        return max(len(list(self.lines())), 1)

    def watch_rows(self) -> None:
        """Keep the highlight inside the rows."""
        self.virtual_size = Size(self.size.width, len(list(self.lines())))
        self.cursor = min(self.cursor, max(len(self.rows) - 1, 0))
        self.refresh()

    def watch_cursor(self) -> None:
        """Show the highlighted row and say which it is."""
        self.refresh()
        if self.current is not None:
            own = [line for line, (index, _) in enumerate(self.lines()) if index == self.cursor]
            region = Region(0, own[0], self.size.width, len(own))
            self.scroll_to_region(region, animate=False, force=True)
            self.post_message(self.Highlighted(self, self.current.key))

    def move(self, rows: int) -> bool:
        """Move the highlight; False where it is already at that end."""
        target = min(max(self.cursor + rows, 0), max(len(self.rows) - 1, 0))
        moved = target != self.cursor
        self.cursor = target
        return moved

    def highlight(self, key: str) -> None:
        """Highlight the row with that key, if there is one."""
        for index, row in enumerate(self.rows):
            if row.key == key:
                self.cursor = index

    def choose(self) -> None:
        """Choose the highlighted row."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current.key))

    def on_resize(self) -> None:
        """Rows are as wide as the list."""
        self.virtual_size = Size(self.size.width, len(list(self.lines())))

    def on_click(self, event: events.Click) -> None:
        """A click highlights; a click on the highlighted row chooses."""
        lines = list(self.lines())
        line = event.y + self.scroll_offset.y
        if line < len(lines):
            index = lines[line][0]
            if index == self.cursor:
                self.choose()
            self.cursor = index

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        lines = list(self.lines())
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        base = self.rich_style
        if line >= len(lines):
            return Strip.blank(width, base)
        index, is_note = lines[line]
        row = self.rows[index]
        here = index == self.cursor and (self.has_focus or len(self.rows) > 1)
        if here:
            base += self.get_component_rich_style("row-list--current", partial=True)
        segments = self.note(row, width) if is_note else self.row(row, width, here)
        return Strip([Segment(text, base + style) for text, style in segments], width)

    def note(self, row: Row, width: int) -> list[tuple[str, Style]]:
        """The second line of a row."""
        style = self.get_component_rich_style("row-list--note", partial=True)
        return [(set_cell_size(shorten(f"    {row.note}", width), width), style)]

    def row(self, row: Row, width: int, here: bool) -> list[tuple[str, Style]]:
        """Pointer, mark, text and figure of a row."""

        def style(part: str) -> Style:
            return self.get_component_rich_style(f"row-list--{part}", partial=True)

        pointer = self.symbols.pointer if here and self.has_focus else " "
        wrong = row.mark == self.symbols.wrong
        right = f" {row.right} " if row.right else ""
        room = max(width - 4 - cell_len(right), 0)
        text = shorten(row.text, room)
        return [
            (pointer + " ", style("pointer")),
            (set_cell_size(row.mark, 2), style("wrong" if wrong else "mark")),
            (set_cell_size(text, room), style("quiet") if row.quiet else Style()),
            (right, style("right")),
        ]
