"""The learner's own keys: which commands they have moved, and what would clash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.commands import Command

LEADING_OUT = ("escape", "ctrl+q", "ctrl+c")
"""Keys that always lead out: no command takes them over, and none loses them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChoice:
    """The keys of one command, wherever it is offered."""

    command: str
    """Its id: one command has the same keys on every screen."""
    keys: tuple[str, ...]
    """As Textual names them; never empty."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that differ from those the program comes with."""

    chosen: tuple[KeyChoice, ...] = ()

    def keys(self, command: Command) -> tuple[str, ...]:
        """The keys that give the command now."""
        found = next((one.keys for one in self.chosen if one.command == command.id), None)
        return found or command.keys

    def moved(self, command: Command) -> bool:
        """Whether the learner has given it other keys."""
        return self.keys(command) != command.keys

    def resolved(self, command: Command) -> Command:
        """The command with the keys it has now, as footer, help and palette write it."""
        if not self.moved(command):
            return command
        return replace(command, keys=self.keys(command), label="")

    def all(self, commands: Iterable[Command]) -> tuple[Command, ...]:
        """The same for many."""
        return tuple(self.resolved(command) for command in commands)

    def with_keys(self, command: Command, keys: tuple[str, ...]) -> Keymap:
        """The same with other keys for one command; its own ones take the choice back."""
        others = tuple(one for one in self.chosen if one.command != command.id)
        leading_out = (key for key in command.keys if key in LEADING_OUT)
        keys = tuple(dict.fromkeys((*leading_out, *keys))) if keys else ()
        if not keys or keys == command.keys:
            return Keymap(others)
        return Keymap((*others, KeyChoice(command=command.id, keys=keys)))

    def overrides(self) -> dict[str, str]:
        """As `App.set_keymap` wants them."""
        return {one.command: ",".join(one.keys) for one in self.chosen}


def can_move(command: Command) -> bool:
    """Whether it may have other keys: not where its keys mean something, as the digits do."""
    return not command.takes_key


def clashing(
    key: str, command: Command, places: Iterable[Iterable[Command]], keymap: Keymap
) -> Command | None:
    """The command that has the key already in a place where both are offered; None where none.

    `places`: the commands that are offered together, for every screen.
    """
    for place in places:
        offered = list(place)
        if all(other.id != command.id for other in offered):
            continue
        for other in offered:
            if other.id != command.id and key in keymap.keys(other):
                return other
    return None
