"""A card that leads to a screen of its own: what waits there, how far one is, and the key."""

from __future__ import annotations

from textual.message import Message
from textual.reactive import reactive

from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


class DoorCard(Card):
    """Says what waits behind it."""

    OPENS = ""
    """What the key does, after its name."""

    state: reactive[str] = reactive("", init=False)
    """How far the learner is, in a sentence; empty before the first step."""

    class Opened(Message):
        """The learner wants to go through."""

        def __init__(self, card: DoorCard) -> None:
            super().__init__()
            self.card = card

    def __init__(self, block: str, symbols: Symbols, about: str) -> None:
        """`about`: what waits there, as Markdown of one line."""
        super().__init__(block, symbols)
        self.about = about

    def offers(self) -> frozenset[str]:
        """Going through."""
        return frozenset({"write"})

    def write(self) -> None:
        """Go through."""
        self.post_message(self.Opened(self))

    def watch_state(self) -> None:
        """Show it."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What waits, how far one is, and the key."""
        state = (Paragraph(inline(self.state)),) if self.state else ()
        key = key_of(self, "write")
        return (
            Paragraph(inline(self.about)),
            *state,
            BLANK,
            Paragraph(inline(f"**{key}** {self.OPENS}", "$muted" if self.done else "")),
        )
