"""What the command palette finds: commands of the current screen and of the app, and lessons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from tui.commands import Command, all_keys
from tui.left_once import LeftOnce
from tui.messages import LessonChosen

if TYPE_CHECKING:
    from tui.app import TutorApp


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    text: str
    help: str
    run: IgnoreReturnCallbackType


class Palette(CommandPalette, LeftOnce[None]):
    """Textual's, whose paging keys end the program while its list is not laid out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def action_page(self, further: int) -> None:
        """A page down, or up."""
        found = self.query_one(CommandList)
        if found.option_count:
            row = (found.highlighted or 0) + further * max(found.size.height // 2, 1)
            found.highlighted = max(0, min(row, found.option_count - 1))


class PaletteProvider(Provider):
    """Finds lessons by unit and title, and commands by title."""

    @property
    def tutor(self) -> TutorApp:
        """The app, which knows the catalogue."""
        return cast("TutorApp", self.app)

    def commands(self) -> Iterator[Entry]:
        """Commands that can be given now, those of the screen first."""
        keymap = self.tutor.settings.keymap
        for node in (self.screen, self.tutor):
            actions: tuple[Command, ...] = getattr(node, "ACTIONS", ())
            for command in actions:
                if not command.palette or command.takes_key:
                    continue
                if node.check_action(command.id, ()):
                    title = command.title[:1].upper() + command.title[1:]
                    yield Entry(
                        title,
                        f"{all_keys(keymap.resolved(command))}   {command.help}",
                        partial(node.run_action, command.id),
                    )

    def lessons(self) -> Iterator[Entry]:
        """All lessons, in the order of the catalogue."""
        sign = self.tutor.symbols.step_in
        for unit in self.tutor.catalog.units:
            for lesson in unit.lessons:
                choose = partial(self.tutor.post_message, LessonChosen(lesson.id))
                yield Entry(f"{unit.title} {sign} {lesson.title}", lesson.aim, choose)

    async def discover(self) -> Hits:
        """What is listed before anything is typed: commands, then lessons."""
        for entry in (*self.commands(), *self.lessons()):
            yield DiscoveryHit(entry.text, entry.run, help=entry.help)

    async def search(self, query: str) -> Hits:
        """Lessons and commands whose text resembles the query."""
        matcher = self.matcher(query)
        for entry in (*self.lessons(), *self.commands()):
            score = matcher.match(entry.text)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.text), entry.run, help=entry.help)
