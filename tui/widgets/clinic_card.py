"""A clinic in a lesson: the complaint, how far the diagnosis is, and the key that goes there."""

from __future__ import annotations

from textual.message import Message
from textual.reactive import reactive

from lessons.clinics.clinic import Clinic
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


class ClinicCard(Card):
    """Says what is wrong with the patient. The diagnosis is made on a screen of its own."""

    KIND = "Clinic"

    state: reactive[str] = reactive("", init=False)
    """How far the learner is, in a sentence; empty before the first step."""

    class Opened(Message):
        """The learner wants to see the patient."""

        def __init__(self, block: str) -> None:
            super().__init__()
            self.block = block

    def __init__(self, clinic: Clinic, symbols: Symbols) -> None:
        super().__init__(clinic.id, symbols)
        self.clinic = clinic

    def offers(self) -> frozenset[str]:
        """Opening it."""
        return frozenset({"write"})

    def write(self) -> None:
        """Go to the patient."""
        self.post_message(self.Opened(self.block))

    def watch_state(self) -> None:
        """Show it."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The complaint, how far it is, and the key."""
        state = (Paragraph(inline(self.state)),) if self.state else ()
        key = key_of(self, "write")
        return (
            Paragraph(inline(self.clinic.ask)),
            *state,
            BLANK,
            Paragraph(inline(f"**{key}** opens the case.", "$muted" if self.done else "")),
        )
