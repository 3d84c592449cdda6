"""What all screens of the app have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from tui.commands import Command

if TYPE_CHECKING:
    from tui.app import TutorApp


class TutorScreen(Screen[None]):
    """A screen with commands. Subclasses say `ACTIONS = (…)` and `BINDINGS = bindings(ACTIONS)`."""

    ACTIONS: ClassVar[tuple[Command, ...]] = ()
    PLACE: ClassVar[str] = ""
    """What the help page calls this screen."""

    @property
    def tutor(self) -> TutorApp:
        """The app, with its catalogue, progress and settings."""
        return cast("TutorApp", self.app)

    def footer_commands(self) -> tuple[Command, ...]:
        """This screen's commands that the footer shows now."""
        return tuple(
            command
            for command in self.ACTIONS
            if command.footer and self.check_action(command.id, ())
        )
