"""What all screens of the app have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from engine.events import Problem
from tui.commands import Command, HasKeys, Place
from tui.key_words import key_of
from tui.left_once import LeftOnce
from tui.widgets.card import Card
from tui.widgets.choice_row import ChoiceRow
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.app import TutorApp
    from tui.symbols import Symbols


class TutorScreen(LeftOnce[None]):
    """A screen with commands. Subclasses say `ACTIONS = (…)` and `BINDINGS = bindings(ACTIONS)`."""

    ACTIONS: ClassVar[tuple[Command, ...]] = ()
    PLACE: ClassVar[str] = ""
    """What the help page calls this screen."""
    PANES: ClassVar[tuple[type[HasKeys], ...]] = ()
    """Kinds of widgets on it that have keys of their own while they have the focus."""
    EVERYWHERE: ClassVar[tuple[str, ...]] = ("help",)
    """Commands of the app that the last row names."""

    @property
    def tutor(self) -> TutorApp:
        """The app, with its catalogue, progress and settings."""
        return cast("TutorApp", self.app)

    def say(self, problem: Problem) -> None:
        """Show what went wrong with something the learner asked for."""
        self.notify(
            f"{problem.reason}\n{problem.next_step}",
            title=problem.title,
            severity="error",
            timeout=12,
            markup=False,
        )

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        for widget in self.walk_children():
            if isinstance(widget, Card | ChoiceRow | KeyBar | RowList):
                widget.symbols = symbols
            if isinstance(widget, Card):
                widget.show()  # its sentences may name other keys now

    def key_of(self, command: str) -> str:
        """How the key of a command of this screen or of the app is written now."""
        return key_of(self, command)

    @property
    def focused_pane_kind(self) -> type[HasKeys] | None:
        """What has keys of its own and the focus."""
        around = () if self.focused is None else self.focused.ancestors_with_self
        kinds: set[object] = {type(node) for node in around}
        return next((kind for kind in self.PANES if kind in kinds), None)

    @classmethod
    def pane_places(cls) -> tuple[Place, ...]:
        """Its panes, named as parts of it."""
        return tuple(Place(f"{cls.PLACE} · {kind.PLACE}", kind.ACTIONS) for kind in cls.PANES)

    def places_here(self) -> tuple[Place, ...]:
        """Everything on this screen that has keys, the nearest to the learner first."""
        panes = {kind: Place(kind.PLACE.capitalize(), kind.ACTIONS) for kind in self.PANES}
        focused = self.focused_pane_kind
        nearest = () if focused is None else (panes.pop(focused),)
        return (*nearest, Place(self.PLACE, self.ACTIONS), *panes.values())

    def on_descendant_focus(self) -> None:
        """Other keys mean something now."""
        self.call_later(self.show_keys)

    def on_descendant_blur(self) -> None:
        """The keys of a pane mean nothing any more."""
        self.call_later(self.show_keys)

    def show_keys(self) -> None:
        """Write the last row: what this screen's footer shows now, and what works everywhere."""
        if self.gone or not self.query(KeyBar):
            return
        keymap = self.tutor.settings.keymap
        everywhere = [one for one in self.tutor.ACTIONS if one.id in self.EVERYWHERE]
        self.query_one(KeyBar).keys = Keys(
            here=keymap.all(self.footer_commands()),
            everywhere=keymap.all(everywhere),
            pane=keymap.all(self.pane_commands()),
        )

    def footer_commands(self) -> tuple[Command, ...]:
        """This screen's commands that the footer shows now, in their order."""
        return tuple(
            command
            for command in self.ACTIONS
            if command.footer and self.check_action(command.id, ())
        )

    def pane_commands(self) -> tuple[Command, ...]:
        """Commands of the pane with the focus; the footer shows them before all others."""
        kind = self.focused_pane_kind
        return () if kind is None else kind.ACTIONS
