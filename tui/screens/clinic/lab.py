"""The lab of a case: all instruments, and no word about what is broken."""

from __future__ import annotations

from textual.content import Content

from engine.request import RunRequest
from lessons.clinics.as_lesson import as_lesson
from lessons.clinics.case import Case
from lessons.exercises.folder import read_starter
from tui.screens.code import CodeScreen
from tui.screens.lab.screen import LabScreen


class ClinicLabScreen(LabScreen):
    """A lab whose code is the program that the learner is going to mend."""

    CSS_PATH = "../lab/lab.tcss"

    def __init__(self, case: Case) -> None:
        super().__init__(as_lesson(case))
        self.case = case

    def source(self) -> str:
        """The broken program: its recipe would say what is broken."""
        return read_starter(self.case.exercise)

    def program_of(self, request: RunRequest) -> str | None:  # noqa: ARG002
        """The same beside slow motion."""
        return self.source()

    def places(self, what: str) -> list[Content]:
        """Where the learner is, the fullest form first."""
        step = f" {self.tutor.symbols.step_in} "
        ward = ("Clinic" + step, "$muted")
        here = ((self.lesson.title, "bold"), (f"{step}lab", "$muted"))
        return [
            Content.assemble(ward, *here, (what, "$muted")),
            Content.assemble(*here, (what, "$muted")),
            Content.assemble(*here),
        ]

    def action_code(self) -> None:
        """The program as it is."""
        self.app.push_screen(CodeScreen(self.lesson, self.source()))
