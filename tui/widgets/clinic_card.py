"""A clinic in a lesson: the complaint, and the key that goes to the patient."""

from __future__ import annotations

from lessons.clinics.clinic import Clinic
from tui.symbols import Symbols
from tui.widgets.door_card import DoorCard


class ClinicCard(DoorCard):
    """Says what is wrong with the patient. The diagnosis is made on a screen of its own."""

    KIND = "Clinic"
    OPENS = "opens the case."

    def __init__(self, clinic: Clinic, symbols: Symbols) -> None:
        super().__init__(clinic.id, symbols, clinic.ask)
        self.clinic = clinic
