"""An exercise in a lesson: what is asked, how it went, and the key that opens the editor."""

from __future__ import annotations

from textual.message import Message
from textual.reactive import reactive

from lessons.exercises.exercise import Exercise
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


class ExerciseCard(Card):
    """Says what to write. The code itself is written on a screen of its own."""

    KIND = "Exercise"

    state: reactive[str] = reactive("", init=False)
    """How far the learner is, in a sentence; empty before the first attempt."""

    class Opened(Message):
        """The learner wants to write the code."""

        def __init__(self, block: str) -> None:
            super().__init__()
            self.block = block

    def __init__(self, exercise: Exercise, symbols: Symbols) -> None:
        super().__init__(exercise.id, symbols)
        self.exercise = exercise

    def offers(self) -> frozenset[str]:
        """Opening it."""
        return frozenset({"write"})

    def write(self) -> None:
        """Open the editor."""
        self.post_message(self.Opened(self.block))

    def watch_state(self) -> None:
        """Show it."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Title, state and the key."""
        state = (Paragraph(inline(self.state)),) if self.state else ()
        key = key_of(self, "write")
        return (
            Paragraph(inline(f"**{self.exercise.title}**")),
            *state,
            BLANK,
            Paragraph(inline(f"**{key}** opens the code.", "$muted" if self.done else "")),
        )
