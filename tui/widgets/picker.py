"""All values of one choice: a field to search in or to type into, and the list below it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from engine.errors import ConfigurationError
from engine.playground import Row as Choice
from engine.request import Value
from tui.lab.chooser import label, text
from tui.left_once import LeftOnce
from tui.symbols import Symbols
from tui.widgets.row_list import Row, RowList

KEYS = "enter takes it   esc leaves it as it is"


class Picker(ModalScreen[Value | None], LeftOnce[Value | None]):
    """Asks for a value of a row; None leaves it as it is."""

    CSS = """
    Picker {
        align: center middle;
        background: $background 60%;
    }
    Picker > Vertical {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 90%;
        padding: 1 2;
        background: $surface;
        border: solid $rule;
    }
    Picker Input { height: 1; border: none; padding: 0; background: $selected; margin: 0 0 1 0; }
    Picker Input:focus { border: none; }
    Picker RowList { max-height: 50vh; }
    Picker #said { height: auto; max-height: 3; color: $muted; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("down", "move(1)", "down", show=False, priority=True),
        Binding("up", "move(-1)", "up", show=False, priority=True),
        Binding("pagedown", "move(8)", "further down", show=False, priority=True),
        Binding("pageup", "move(-8)", "further up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, choice: Choice, symbols: Symbols) -> None:
        super().__init__()
        self.choice = choice
        self.symbols = symbols

    def compose(self) -> ComposeResult:
        """Title, field, list, and what to do or what is wrong."""
        with Vertical():
            yield Static(Content.styled(label(self.choice), "bold"))
            yield Input(compact=True, placeholder=self.hint, max_length=120)
            yield RowList(self.symbols)
            yield Static(id="said")

    def on_mount(self) -> None:
        """List everything, at what is chosen now."""
        self.fill("")
        self.query_one(RowList).highlight(str(self.choice.value))

    @property
    def named(self) -> bool:
        """Whether it is one of several names, and not a number."""
        return self.choice.field.kind in ("choice", "toggle")

    @property
    def hint(self) -> str:
        """What the field is for."""
        return "search" if self.named else f"now {text(self.choice.value)}; type another value"

    def values(self) -> list[tuple[str, str, str]]:
        """Value, what it is, and why it makes no sense, if so."""
        field = self.choice.field
        if field.kind == "toggle":
            return [("true", "on", ""), ("false", "off", "")]
        if self.choice.options:
            return [
                (
                    one.value,
                    one.about,
                    one.objection.why if one.objection and one.objection.stops else "",
                )
                for one in self.choice.options
            ]
        return [(one, "", "") for one in dict.fromkeys((*field.also, *field.choices))]

    def fill(self, typed: str) -> None:
        """The values that what was typed is found in."""
        words = typed.casefold().split()
        rows = []
        for value, about, why in self.values():
            if all(word in f"{value} {about}".casefold() for word in words):
                mark = "!" if why else self.symbols.done if value == self.choice.value else " "
                row = Row(key=value, mark=mark, text=value, note=why or about, quiet=bool(why))
                rows.append(row)
        listed = self.query_one(RowList)
        listed.rows = tuple(rows) if self.named or not typed else ()
        listed.display = bool(listed.rows)
        said = f"up/down   {KEYS}" if listed.rows else KEYS
        if self.named and not rows:
            said = "Nothing in this list fits; rub some of it out to see more."
        self.query_one("#said", Static).update(said)

    @on(Input.Changed)
    def search(self, message: Input.Changed) -> None:
        """Search, or see whether the value could be."""
        self.fill(message.value)

    def action_move(self, rows: int) -> None:
        """Another value."""
        self.query_one(RowList).move(rows)

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)

    @on(Input.Submitted)
    def take(self, message: Input.Submitted) -> None:
        """Take what was typed, or what is highlighted."""
        current = self.query_one(RowList).current
        typed = message.value.strip()
        listed = self.query_one(RowList).display
        value = current.key if current is not None and listed else typed
        if not value:
            self.dismiss(None)
            return
        try:
            taken = self.choice.field.taken(value)
        except ConfigurationError as error:
            self.query_one("#said", Static).update(Content.styled(str(error), "bold"))
            return
        self.dismiss(taken)
