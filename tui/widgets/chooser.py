"""The playground's choices: one row each, moved by keys; what makes no sense says so at its row."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from engine.playground import Choices, Objection, Row
from engine.request import Value
from tui.commands import Command, bindings
from tui.lab.chooser import label, lines, shown, text, turned
from tui.symbols import UNICODE, Symbols

ABOUT_ROWS = 2
"""Lines under the rows that say what the one under the cursor is."""
LABELS, VALUES = 15, 18
"""Cells of a row's name, and of its value where more is said beside it."""
ROOMY = 64
"""Cells from which rows say more than their value."""


class Chooser(Widget, can_focus=True):
    """Shows choices and asks for others; its screen decides."""

    DEFAULT_CSS = """
    Chooser { height: 1fr; margin: 1 0 0 0; }
    """
    PLACE: ClassVar[str] = "choices"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("next", ("down", "j"), "next choice", "One row down.", label="↑↓"),
        Command("previous", ("up", "k"), "choice above", "One row up.", footer=False),
        Command("more", ("right", "l", "plus"), "change", "The next value.", label="←→"),
        Command("less", ("left", "h", "minus"), "value before", "The one before.", footer=False),
        Command("list", ("enter",), "list", "All values, to search or to type exactly."),
        Command("reset", ("backspace", "0"), "as proposed", "Take the choice back.", footer=False),
        Command("everything", ("d",), "details", "Every setting there is, or those that matter."),
        Command("first", ("home",), "first choice", "To the first row.", footer=False),
        Command("last", ("end",), "last choice", "To the last row.", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    choices: reactive[Choices] = reactive(Choices(rows=()))
    cursor: reactive[str] = reactive("data")
    """Name of the row with the cursor: rows come and go, it stays where it is."""
    everything: reactive[bool] = reactive(False)
    symbols: reactive[Symbols] = reactive(UNICODE)

    class Chosen(Message):
        """A value is to be chosen; None takes the choice back."""

        def __init__(self, name: str, value: Value | None) -> None:
            super().__init__()
            self.name = name
            self.value = value

    class Listed(Message):
        """All values of a row are wanted."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows on show."""
        return shown(self.choices, everything=self.everything)

    @property
    def index(self) -> int:
        """Place of the cursor; the first row where its own is gone."""
        names = [row.field.name for row in self.rows]
        return names.index(self.cursor) if self.cursor in names else 0

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.index] if self.rows else None

    def render(self) -> Content:
        """A title, as many rows as there is room for, and words about the one under the cursor."""
        width, height = self.content_size
        drawn: list[Content] = []
        at = 0
        for line in lines(self.rows):
            if line.row is None:
                drawn.append(self._title(line.title, width))
                continue
            here = line.row is self.current
            at = len(drawn) if here else at
            drawn.append(self._row(line.row, here=here and self.has_focus, width=width))
            drawn += _said(line.row.objection, width)
        about = self._about(width)
        room = max(3, height - 1 - len(about))
        first = max(0, min(at - room // 2, len(drawn) - room))
        # The title of the first group is worth a line of its own only where it is in sight.
        window = [line.truncate(width, ellipsis=True) for line in drawn[first : first + room]]
        window += [Content("")] * (room - len(window))
        more = "" if len(drawn) <= room else f"  {self.index + 1}/{len(self.rows)}"
        pointer = f"{self.symbols.pointer} " if self.has_focus else ""
        words = self._stray() or more
        head = Content.assemble((f"{pointer}choose", "bold"), (words, "$muted"))
        return Content("\n").join([head.truncate(width, ellipsis=True), *window, *about])

    def _stray(self) -> str:
        stray = next(iter(self.choices.strays), None)
        return f"  ! {stray.field}: {stray.instead}" if stray is not None else ""

    def _title(self, title: str, width: int) -> Content:
        rule = self.symbols.rule * max(0, width - len(title) - 3)
        return Content.styled(f"  {title} {rule}", "$muted")

    def _row(self, row: Row, *, here: bool, width: int) -> Content:
        pointer = (f"{self.symbols.pointer} ", "bold $accent") if here else ("  ", "")
        indent = "  " if "." in row.field.name else ""
        value = text(row.value)
        if here:
            value = f"◂ {value} ▸" if self.symbols.arrows_only else f"< {value} >"
        more = "" if here or width < ROOMY else _words(row)
        changed = row.chosen and row.value != row.field.default
        style = "bold $accent" if changed else ""
        mark = ("* " if changed else "  ", "$accent")
        name = f"{indent}{label(row)}".ljust(LABELS)
        shown_value = value.ljust(VALUES) + " " if more else value
        return Content.assemble(
            pointer, mark, (name, "bold" if here else ""), (shown_value, style), (more, "$muted")
        )

    def _about(self, width: int) -> list[Content]:
        """What the row is, and what its value is."""
        row = self.current
        if row is None or not self.has_focus:
            return []
        found = Content.styled(_words(row) or _range(row), "$muted").wrap(width)[:ABOUT_ROWS]
        return [*found, *[Content("")] * (ABOUT_ROWS - len(found))]

    def action_next(self) -> None:
        """One row down."""
        self._go(self.index + 1)

    def action_previous(self) -> None:
        """One row up."""
        self._go(self.index - 1)

    def action_first(self) -> None:
        """To the first row."""
        self._go(0)

    def action_last(self) -> None:
        """To the last row."""
        self._go(len(self.rows) - 1)

    def _go(self, index: int) -> None:
        rows = self.rows
        if rows:
            self.cursor = rows[max(0, min(index, len(rows) - 1))].field.name

    def action_more(self) -> None:
        """The next value."""
        self._turn(1)

    def action_less(self) -> None:
        """The value before."""
        self._turn(-1)

    def _turn(self, clicks: int) -> None:
        row = self.current
        if row is not None and (value := turned(row, clicks)) != row.value:
            self.post_message(self.Chosen(row.field.name, value))

    def action_reset(self) -> None:
        """Take the choice back."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current.field.name, None))

    def action_list(self) -> None:
        """All values."""
        if self.current is not None:
            self.post_message(self.Listed(self.current))

    def action_everything(self) -> None:
        """Every setting, or those that matter."""
        self.everything = not self.everything

    def on_click(self, event: events.Click) -> None:
        """The focus comes here; the wheel and the keys do the rest."""
        event.stop()
        self.focus()


def _words(row: Row) -> str:
    """What a row is, and what its value is."""
    option = next((one.about for one in row.options if one.value == row.value), "")
    return "; ".join(part for part in (row.field.about, option) if part)


def _said(objection: Objection | None, width: int) -> list[Content]:
    """An objection under its row."""
    if objection is None:
        return []
    sign = "!" if objection.stops else "i"
    words = f"{sign} {objection.why} {objection.instead}"
    style = "bold $error" if objection.stops else "$muted"
    indent = Content("    ")
    return [indent + line for line in Content.styled(words, style).wrap(max(width - 4, 10))]


def _range(row: Row) -> str:
    """From where to where a number goes."""
    field = row.field
    if field.kind in ("int", "float", "log") and field.most < 1e8 and field.least > -1e8:
        words = f"{field.least:g} to {field.most:g}"
        return " or ".join((words, *field.also))
    return ""
