"""What all screens of the app have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from tui.commands import Command
from tui.widgets.card import Card
from tui.widgets.choice_row import ChoiceRow
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.app import TutorApp
    from tui.symbols import Symbols


class TutorScreen(Screen[None]):
    """A screen with commands. Subclasses say `ACTIONS = (…)` and `BINDINGS = bindings(ACTIONS)`."""

    ACTIONS: ClassVar[tuple[Command, ...]] = ()
    PLACE: ClassVar[str] = ""
    """What the help page calls this screen."""
    EVERYWHERE: ClassVar[tuple[str, ...]] = ("help",)
    """Commands of the app that the last row names."""

    @property
    def tutor(self) -> TutorApp:
        """The app, with its catalogue, progress and settings."""
        return cast("TutorApp", self.app)

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        for widget in self.walk_children():
            if isinstance(widget, Card | ChoiceRow | KeyBar | RowList):
                widget.symbols = symbols

    def show_keys(self) -> None:
        """Write the last row: what this screen's footer shows now, and what works everywhere."""
        keymap = self.tutor.settings.keymap
        everywhere = [one for one in self.tutor.ACTIONS if one.id in self.EVERYWHERE]
        keys = Keys(keymap.all(self.footer_commands()), keymap.all(everywhere))
        self.query_one(KeyBar).keys = keys

    def footer_commands(self) -> tuple[Command, ...]:
        """This screen's commands that the footer shows now."""
        return tuple(
            command
            for command in self.ACTIONS
            if command.footer and self.check_action(command.id, ())
        )
