"""An exercise in a lesson: what is asked, how it went, and the key that opens the editor."""

from __future__ import annotations

from lessons.exercises.exercise import Exercise
from tui.symbols import Symbols
from tui.widgets.door_card import DoorCard


class ExerciseCard(DoorCard):
    """Says what to write. The code itself is written on a screen of its own."""

    KIND = "Exercise"
    OPENS = "opens the code."

    def __init__(self, exercise: Exercise, symbols: Symbols) -> None:
        super().__init__(exercise.id, symbols, f"**{exercise.title}**")
        self.exercise = exercise
