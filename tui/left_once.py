"""Screens that a second click or key, still on its way, does not leave a second time."""

from __future__ import annotations

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

BEGINS = (events.Mount, events.Resize, events.ScreenResume)
"""What a screen answers by looking for its widgets."""


class LeftOnce(Screen[ScreenResultType]):
    """Leaving it when it is no longer in front would take away the screen below.

    To be named after another screen class: Textual styles a screen as the first one named.
    """

    @property
    def gone(self) -> bool:
        """Whether it, or the app, has been left: messages still arrive while it is taken down."""
        if not self.is_running:
            return False  # it is only about to come
        return not self.is_attached or self not in self.app.screen_stack

    async def on_event(self, event: events.Event) -> None:
        """Nothing begins on a screen that was left before it was there: its widgets never come."""
        if not (isinstance(event, BEGINS) and self.gone):
            await super().on_event(event)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, unless it has been left."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is done any more on a screen that is being taken down."""
        return False if self.gone else super().check_action(action, parameters)
