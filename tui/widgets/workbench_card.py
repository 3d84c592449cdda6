"""The tensor workbench in a lesson: what to try there, and the key that goes to it."""

from __future__ import annotations

from lessons.workbench.workbench import Workbench
from tui.symbols import Symbols
from tui.widgets.door_card import DoorCard


class WorkbenchCard(DoorCard):
    """Says what to try. The tensors lie on a screen of their own."""

    KIND = "Workbench"
    OPENS = "lays the tensors out."

    def __init__(self, workbench: Workbench, symbols: Symbols) -> None:
        super().__init__(workbench.id, symbols, workbench.ask)
        self.workbench = workbench
