"""The runs of a lab as a table: sorted by any column, one row under the cursor."""

from __future__ import annotations

from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.lab.table import NUMBERS, TITLES, Column, Order, RunRow, State, seeded
from tui.symbols import UNICODE, Symbols
from tui.widgets.table_layout import GAP, fitted, head

Asked = Literal["toggle", "pin", "name", "delete", "only", "all"]
SHOW = "runs_ask('toggle')"
"""The command that shows a run, or hides it."""
HEAD_ROWS = 2
SIGNS = 8
"""Cells before the name: pointer, state, pin, marker and letter."""
STATES: dict[State, str] = {
    "drawn": "",
    "hidden": "hidden",
    "waiting": "not drawn now",
}


class RunTable(Widget, can_focus=True):
    """Shows rows and asks for things to be done to a run; its screen does them."""

    DEFAULT_CSS = """
    RunTable { height: 1fr; width: 1fr; }
    """
    PLACE: ClassVar[str] = "table of runs"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("runs_move(1)", ("down", "j"), "choose", "One run down.", label="↑↓"),
        Command("runs_move(-1)", ("up", "k"), "run above", "One run up.", footer=False),
        Command(SHOW, ("space",), "show", "Show the run, or hide it.", "space"),
        Command("runs_ask('pin')", ("P",), "pin", "Keep it on the plots whatever comes."),
        Command("runs_ask('name')", ("n",), "name", "Give the run a name."),
        Command(
            "runs_ask('delete')", ("delete", "backspace"), "delete", "Delete the run, until undone."
        ),
        Command("runs_ask('only')", ("enter",), "only", "Only this run and those pinned."),
        Command("runs_ask('all')", ("a",), "all", "Hide no run."),
        Command("runs_sort", ("s",), "sort", "Sort by the next column."),
        Command("runs_turn", ("S",), "turn round", "Sort the other way round."),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    rows: reactive[tuple[RunRow, ...]] = reactive(())
    order: reactive[Order] = reactive(Order())
    symbols: reactive[Symbols] = reactive(UNICODE)
    current: reactive[str] = reactive("")
    """Id of the run under the cursor: the rows move, it stays on its run."""

    class Wanted(Message):
        """Something is to be done to a run, or to all."""

        def __init__(self, what: Asked, run: str) -> None:
            super().__init__()
            self.what = what
            self.run = run

    def sorted_rows(self) -> list[RunRow]:
        """The rows from top to bottom."""
        return self.order.sorted(self.rows)

    def place(self, rows: list[RunRow]) -> int:
        """Where the cursor is; at the top where its run is gone."""
        ids = [row.run for row in rows]
        return ids.index(self.current) if self.current in ids else 0

    def under_cursor(self) -> RunRow | None:
        """The run under the cursor; None in an empty table."""
        rows = self.sorted_rows()
        return rows[self.place(rows)] if rows else None

    def action_runs_move(self, further: int) -> None:
        """Up or down."""
        rows = self.sorted_rows()
        if rows:
            self.current = rows[max(0, min(self.place(rows) + further, len(rows) - 1))].run

    def action_runs_ask(self, what: Asked) -> None:
        """Ask for something to be done."""
        row = self.under_cursor()
        if row is not None:
            self.current = row.run
            self.post_message(self.Wanted(what, row.run))

    def action_runs_sort(self) -> None:
        """By the next column."""
        self.order = self.order.next()

    def action_runs_turn(self) -> None:
        """The other way round."""
        self.order = self.order.turned()

    def on_click(self, event: events.Click) -> None:
        """On a head, sort by it, or turn it round; on a row, put the cursor there."""
        rows = self.sorted_rows()
        if event.y == HEAD_ROWS - 1:
            self._sort_at(event.x, rows)
        elif 0 <= (index := event.y - HEAD_ROWS + self._first(rows)) < len(rows):
            self.current = rows[index].run

    def _sort_at(self, x: int, rows: list[RunRow]) -> None:
        left = SIGNS
        for column, width in fitted(rows, self.size.width - SIGNS, self.order.column):
            if left <= x < left + width:
                again = self.order.column == column
                self.order = self.order.turned() if again else Order(column=column)
            left += width + GAP

    def render(self) -> Content:
        """Title, heads, as many rows as have room, and below them all about the current one."""
        width, height = self.content_size
        rows = self.sorted_rows()
        if not rows:
            return Content("\n").join([self._title(width), *self._empty().wrap(width)])
        columns = fitted(rows, width - SIGNS, self.order.column)
        below = self._below(rows[self.place(rows)], width, height)
        first, room = self._first(rows), self._room()
        lines = [self._title(width), self._heads(columns)]
        lines += [self._row(row, columns) for row in rows[first : first + room]]
        lines += [Content("")] * (height - len(lines) - len(below))
        return Content("\n").join([*lines, *below][:height])

    def _empty(self) -> Content:
        makes = f"{key_of(self, 'run')} makes the first"
        return Content(f"No runs yet. They are listed here, with what they came to: {makes}.")

    def _room(self) -> int:
        """Rows that fit between the heads and what stands below."""
        row = self.under_cursor()
        width, height = self.content_size
        below = len(self._below(row, width, height)) if row is not None else 0
        return max(1, height - HEAD_ROWS - below)

    def _first(self, rows: list[RunRow]) -> int:
        """The first row that is shown: the cursor is always among them."""
        room = self._room()
        return max(0, min(self.place(rows) - room // 2, len(rows) - room))

    def _title(self, width: int) -> Content:
        drawn = sum(row.state == "drawn" for row in self.rows)
        counted = f"{drawn} of {len(self.rows)} shown" if self.rows else ""
        by = (
            f"by {TITLES[self.order.column]} {self._arrow()}"
            if self.order.column
            else ("oldest first" if self.order.falling else "newest first")
        )
        pointer = f"{self.symbols.pointer} " if self.has_focus else ""
        title = Content.assemble(
            (f"{pointer}runs", "bold"), (f"  {counted}  {by}" if self.rows else "", "$muted")
        )
        return title.truncate(width, ellipsis=True)

    def _arrow(self) -> str:
        """Which way the sorted column goes, from top to bottom."""
        up, down = ("↑", "↓") if self.symbols.arrows_only else ("^", "v")
        return down if self.order.falling else up

    def _heads(self, columns: list[tuple[Column, int]]) -> Content:
        parts: list[Content] = [Content(" " * SIGNS)]
        for column, width in columns:
            title = head(column, self.rows, width)
            style = "bold" if column == self.order.column else "$muted"
            parts.append(Content.styled(_aligned(title, column, width), style))
            parts.append(Content(" " * GAP))
        return Content("").join(parts)

    def _row(self, row: RunRow, columns: list[tuple[Column, int]]) -> Content:
        current = self.under_cursor()
        here = current is not None and row.run == current.run and self.has_focus
        quiet = "" if row.state == "drawn" else "$muted"
        parts = [
            Content.styled(f"{self.symbols.pointer} " if here else "  ", "bold $accent"),
            Content.styled(self._state(row), quiet),
            Content.styled("P" if row.pinned else " ", "bold $accent"),
            Content(" "),
            Content.styled(row.identity.marker, row.identity.colour),
            Content.styled(row.identity.letter, row.identity.colour),
            Content(" "),
        ]
        for column, width in columns:
            style = f"{'bold' if here and column == 'run' else ''} {quiet}".strip()
            parts.append(Content.styled(_aligned(row.cell(column), column, width), style))
            parts.append(Content(" " * GAP))
        return Content("").join(parts)

    def _state(self, row: RunRow) -> str:
        """A sign: drawn, hidden, or waiting for room."""
        signs = {"drawn": "●", "hidden": "○", "waiting": "·"}
        plain = {"drawn": "*", "hidden": "-", "waiting": "."}
        return (signs if self.symbols.arrows_only else plain)[row.state]

    def _below(self, row: RunRow, width: int, height: int) -> list[Content]:
        """Everything about the row under the cursor; nothing where it is low."""
        if height < HEAD_ROWS + 4:
            return []
        state = STATES[row.state]
        if row.state == "waiting":
            state = f"{state}: {key_of(self, SHOW)} draws it"
        about = [seeded(row.name, row.seed), row.differs, state]
        lines = Content("   ".join(part for part in about if part)).wrap(width)
        most = max(1, (height - HEAD_ROWS) // 2)
        return lines[:most]


def _aligned(text: str, column: Column, width: int) -> str:
    """A cell: numbers at their right edge, words at their left."""
    if cell_len(text) > width:
        return set_cell_size(text, max(0, width - 1)) + "…"
    return text.rjust(width) if column in NUMBERS else set_cell_size(text, width)
