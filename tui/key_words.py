"""How sentences name keys: those in force, wherever the learner has put them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.dom import DOMNode

from tui.commands import Command, key_label
from tui.keymap import Keymap
from tui.symbols import UNICODE, Symbols, spell

UNCHANGED = Keymap()


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Writes keys as they are now, with the signs that are on."""

    keymap: Keymap = UNCHANGED
    symbols: Symbols = UNICODE

    def of(self, command: Command) -> str:
        """The key of a command."""
        return spell(key_label(self.keymap.resolved(command)), self.symbols)


def key_of(node: DOMNode, command: str) -> str:
    """The key that gives a command where this widget or screen stands.

    As with a key that is pressed, what is offered there comes first, then what is around it.
    """
    found = next(
        (
            one
            for place in node.ancestors_with_self
            for one in getattr(place, "ACTIONS", ())
            if one.id == command
        ),
        None,
    )
    words: KeyWords = getattr(node.app, "key_words", KeyWords())
    # A card that is shown alone, outside the app, has no such key.
    return f"“{command}”" if found is None else words.of(found)


def both(one: str, other: str) -> str:
    """Two keys that go together: `↑↓`, or `w/s` where they would read as a word."""
    gap = "/" if any(sign.isalnum() for sign in one + other) else ""
    return f"{one}{gap}{other}"
