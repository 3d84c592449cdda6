"""All cases, read from their folders. What is broken is reported, the rest loads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lessons.clinics.case import Case
from lessons.clinics.case_file import load_case
from lessons.clinics.groups import GROUPS
from lessons.errors import LessonError
from lessons.names import unknown

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """Every case that can be read."""

    cases: tuple[Case, ...]
    problems: tuple[LessonError, ...] = ()

    def case(self, name: str) -> Case:
        """The case of that name. Raises UnknownName with the nearest one."""
        for case in self.cases:
            if case.id == name:
                return case
        raise unknown("case", name, (case.id for case in self.cases))

    def grouped(self) -> tuple[tuple[str, tuple[Case, ...]], ...]:
        """Complaints in their order, each with its cases; none without any."""
        groups = ((group, tuple(c for c in self.cases if c.group == group)) for group in GROUPS)
        return tuple((group, cases) for group, cases in groups if cases)


def names(root: Path = CASES) -> tuple[str, ...]:
    """Names of all cases, read or not."""
    return tuple(sorted(path.parent.name for path in root.glob("*/case.md")))


def load_ward(root: Path = CASES) -> Ward:
    """Read every case. Never raises for what is in them: see `problems`."""
    cases, problems = [], []
    for name in names(root):
        try:
            cases.append(load_case(root / name))
        except LessonError as error:
            problems.append(error)
    ordered = sorted(cases, key=lambda case: (GROUPS.index(case.group), case.minutes, case.title))
    return Ward(cases=tuple(ordered), problems=tuple(problems))
