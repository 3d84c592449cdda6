"""One `Command` per thing a learner can do: key, footer entry, palette entry and help row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One user action of a screen or of the app.

    A screen lists its commands in `ACTIONS` and says `BINDINGS = bindings(ACTIONS)`.
    """

    id: str
    """Name of the action: the method `action_<id>` carries it out."""
    keys: tuple[str, ...]
    """Keys as Textual names them (`j`, `down`, `ctrl+p`, `?`), the one to learn first."""
    title: str
    """A word or two for the footer and the palette."""
    help: str
    """One sentence for the help page and the palette."""
    label: str = ""
    """How the keys are written in the footer; empty writes the first key."""
    footer: bool = True
    """Whether the footer shows it."""
    priority: bool = False
    """Whether it works even while a text field has the focus."""
    palette: bool = True
    """Whether the palette offers it; moving about is better done by its keys."""
    takes_key: bool = False
    """Whether the action is given the key that was pressed. Not offered in the palette."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that has keys of its own, and what can be done there."""

    name: str
    """What the help page calls it."""
    commands: tuple[Command, ...]


class HasKeys(Protocol):
    """A kind of widget that has keys of its own while it has the focus."""

    PLACE: ClassVar[str]
    """What the help page calls it."""
    ACTIONS: ClassVar[tuple[Command, ...]]
    """What can be done there."""


KEY_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "↵",
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "colon": ":",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "delete": "del",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual bindings of the commands, in their order."""
    return [
        Binding(
            key,
            f"{command.id}({key!r})" if command.takes_key else command.id,
            command.title,
            show=command.footer,
            priority=command.priority,
            tooltip=command.help,
            # What the learner's own keymap knows it by; the same on every screen.
            id=None if command.takes_key else command.id,
        )
        for command in commands
        for key in command.keys
    ]


def key_name(key: str) -> str:
    """How a key is written: `↑`, `esc`, `ctrl+p`, `shift+←`."""
    modifiers, plus, last = key.rpartition("+")
    return modifiers + plus + KEY_NAMES.get(last, last)


def key_label(command: Command) -> str:
    """How the command's keys are written in the footer."""
    return command.label or key_name(command.keys[0])


def all_keys(command: Command) -> str:
    """All keys of the command, for the help page."""
    if command.takes_key and command.label:
        return command.label
    return "  ".join(key_name(key) for key in command.keys)
