"""From a case's name to its screen, or to why it cannot be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.clinics.case_file import load_case
from lessons.clinics.ward import CASES, names
from lessons.errors import TutorError
from lessons.names import unknown

if TYPE_CHECKING:
    from tui.app import TutorApp
    from tui.messages import ClinicRequested


def open_clinic(app: TutorApp, asked: ClinicRequested) -> None:
    """Show a case, unless it cannot be read."""
    from tui.screens.clinic.screen import ClinicScreen

    try:
        if asked.case not in names():
            raise unknown("case", asked.case, names())
        case = load_case(CASES / asked.case)
    except TutorError as error:
        app.announce(error.problem)
    else:
        app.push_screen(ClinicScreen(case, asked.lesson, asked.block))
