"""The mixed review that closes a unit: what it asks, and the key that begins it."""

from __future__ import annotations

from lessons.review.mixed import Mixed
from tui.symbols import Symbols
from tui.widgets.door_card import DoorCard


class MixedCard(DoorCard):
    """Says what will be asked. The questions come on the review screen."""

    KIND = "Mixed review"
    OPENS = "begins."

    def __init__(self, mixed: Mixed, symbols: Symbols) -> None:
        super().__init__(mixed.id, symbols, mixed.ask)
        self.mixed = mixed
