"""One setting: its name, its possible values side by side, and what the chosen one means."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.symbols import UNICODE, Symbols

NAME_WIDTH = 12


class ChoiceRow(Widget, can_focus=True):
    """A row of values, one of them chosen. Its screen calls `move`."""

    DEFAULT_CSS = """
    ChoiceRow {
        height: 3;
    }
    """

    chosen: reactive[str] = reactive("")
    symbols: reactive[Symbols] = reactive(UNICODE)

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, setting: str, value: str) -> None:
            super().__init__()
            self.setting = setting
            self.value = value

    def __init__(
        self, setting: str, about: str, values: tuple[str, ...], chosen: str, symbols: Symbols
    ) -> None:
        super().__init__()
        self.setting = setting
        self.about = about
        self.values = values
        self.set_reactive(ChoiceRow.symbols, symbols)
        self.set_reactive(ChoiceRow.chosen, chosen)

    def move(self, by: int) -> None:
        """Choose the value beside; the ends are joined."""
        at = self.values.index(self.chosen)
        self.chosen = self.values[(at + by) % len(self.values)]
        self.post_message(self.Changed(self.setting, self.chosen))

    def render(self) -> Content:
        """Name and values; below, the help."""
        pointer = self.symbols.pointer if self.has_focus else " "
        values = Content("   ").join(self.value(value) for value in self.values)
        name = (self.setting.ljust(NAME_WIDTH), "bold" if self.has_focus else "")
        first = Content.assemble((f"{pointer} ", "bold $accent"), name, values)
        below = Content.styled(" " * (NAME_WIDTH + 2) + "  " + self.about, "$muted")
        return Content("\n").join([first, below])

    def value(self, value: str) -> Content:
        """One value; the chosen one carries a sign."""
        if value == self.chosen:
            return Content.styled(f"{self.symbols.done} {value}", "bold $accent")
        return Content.styled(f"  {value}", "$muted")
