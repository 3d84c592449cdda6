"""The list of all runs: a head of columns, and as many rows as there are runs, thousands too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.runs.finding import Wanted
from tui.runs.listed import BY_NAME, ColumnName, Listed
from tui.runs.tabulating import GAP, Placed, fitted, header, row, sign
from tui.symbols import UNICODE, Symbols

LEAD = 5
"""Cells before the first column: pointer, mark, sign."""
MARKED = "*"
BROKEN = ("diverged", "failed")


class RunsList(ScrollView, can_focus=True):
    """Draws only the rows that are seen. Its screen gives it runs and moves its cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "runs-list--head",
        "runs-list--sorted",
        "runs-list--quiet",
        "runs-list--broken",
        "runs-list--pointer",
        "runs-list--current",
    }
    DEFAULT_CSS = """
    RunsList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        &>.runs-list--head, &>.runs-list--quiet { color: $muted; }
        &>.runs-list--sorted { color: $foreground; text-style: bold; }
        &>.runs-list--broken { color: $error; }
        &>.runs-list--pointer { color: $accent; text-style: bold; }
        &>.runs-list--current { background: $selected; text-style: bold; }
    }
    """

    symbols: reactive[Symbols] = reactive(UNICODE)
    cursor: reactive[int] = reactive(0)
    marked: reactive[frozenset[str]] = reactive(frozenset())
    wanted: reactive[Wanted] = reactive(Wanted())

    class Highlighted(Message):
        """Another run is highlighted."""

    class Chosen(Message):
        """The highlighted run was chosen."""

    class ColumnChosen(Message):
        """A head was clicked."""

        def __init__(self, column: ColumnName) -> None:
            super().__init__()
            self.column = column

    def __init__(self, symbols: Symbols = UNICODE) -> None:
        super().__init__()
        self.set_reactive(RunsList.symbols, symbols)
        self.runs: tuple[Listed, ...] = ()
        self._placed: tuple[Placed, ...] = ()
        self._tagged = False

    def show(self, runs: Sequence[Listed]) -> None:
        """Show other runs; the cursor stays on its run where that is still there."""
        before = self.current
        self.runs = tuple(runs)
        self._tagged = any(one.entry.notes.tags or one.entry.notes.pinned for one in runs)
        ids = [one.run for one in self.runs]
        if before is not None and before.run in ids:
            self.cursor = ids.index(before.run)
        else:
            self.cursor = min(self.cursor, max(len(ids) - 1, 0))
        self.fit()
        self.post_message(self.Highlighted())

    @property
    def current(self) -> Listed | None:
        """The highlighted run; None in an empty list."""
        return self.runs[self.cursor] if self.cursor < len(self.runs) else None

    @property
    def page(self) -> int:
        """Rows that are seen at once."""
        return max(1, self.size.height - 1)

    def move(self, rows: int) -> None:
        """Move the highlight as far as there are runs."""
        self.cursor = min(max(self.cursor + rows, 0), max(len(self.runs) - 1, 0))

    def watch_cursor(self) -> None:
        """Show the highlighted run and say that it is another one."""
        self._reveal()
        self.post_message(self.Highlighted())

    def on_resize(self) -> None:
        """Fit the columns anew."""
        self.fit()

    def _reveal(self) -> None:
        if self.size.height < 2:
            return  # out of sight: the place that was seen stays
        # Two rows high: the head covers the first row of what is seen.
        region = Region(0, self.cursor, self.size.width, 2)
        self.scroll_to_region(region, animate=False, force=True)
        self.refresh()

    def fit(self) -> None:
        """Fit the columns to the width there is."""
        width = self.scrollable_content_region.width
        self._placed = fitted(max(width - LEAD, 1), tagged=self._tagged)
        self.virtual_size = Size(width, len(self.runs) + 1)
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """A click highlights, on the highlighted run chooses; on a head it sorts."""
        if event.y == 0:
            self._head_clicked(event.x)
            return
        index = event.y - 1 + self.scroll_offset.y
        if index < len(self.runs):
            if index == self.cursor:
                self.post_message(self.Chosen())
            self.cursor = index

    def _head_clicked(self, x: int) -> None:
        left = LEAD
        for placed in self._placed:
            if left <= x < left + placed.width + GAP:
                self.post_message(self.ColumnChosen(placed.column.name))
            left += placed.width + GAP

    def render_line(self, y: int) -> Strip:
        """The head, or one run."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = y - 1 + self.scroll_offset.y
        if y == 0:
            pieces = self._head()
        elif index < len(self.runs):
            pieces = self._row(self.runs[index])
            if index == self.cursor:
                base += self.get_component_rich_style("runs-list--current", partial=True)
        else:
            return Strip.blank(width, base)
        segments = [Segment(text, base + style) for text, style in pieces]
        return Strip(segments).adjust_cell_length(width, base)

    def _head(self) -> list[tuple[str, Style]]:
        quiet, bold = self._style("head"), self._style("sorted")
        if not self.runs:
            return []
        chosen = self.wanted.column
        falls = BY_NAME[chosen].largest_first != self.wanted.turned
        up, down = ("↑", "↓") if self.symbols.arrows_only else ("^", "v")
        titles = header(self._placed, chosen, down if falls else up)
        pieces = [(" " * LEAD, quiet)]
        for placed, title in zip(self._placed, titles, strict=True):
            style = bold if placed.column.name == chosen else quiet
            pieces += [(title, style), (" " * GAP, quiet)]
        return pieces

    def _row(self, one: Listed) -> list[tuple[str, Style]]:
        plain = not self.symbols.arrows_only
        current = self.current
        here = current is not None and one.run == current.run and self.has_focus
        pointer, quiet = self._style("pointer"), self._style("quiet")
        broken = one.entry.status in BROKEN
        pieces = [
            (self.symbols.pointer + " " if here else "  ", pointer),
            (MARKED if one.run in self.marked else " ", pointer),
            (sign(one, plain=plain) + " ", self._style("broken") if broken else quiet),
        ]
        for placed, text in zip(self._placed, row(one, self._placed, plain=plain), strict=True):
            loud = placed.column.name in ("run", self.wanted.column)
            pieces += [(text, Style() if loud else quiet), (" " * GAP, quiet)]
        return pieces

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"runs-list--{part}", partial=True)
