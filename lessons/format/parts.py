"""Everything that has a format: files and blocks, each with its shape."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from lessons.clinics.case_shapes import CaseShape, FaultShape
from lessons.names import unknown
from lessons.questions.shapes import QuizShape
from lessons.reading.shapes import (
    AsideShape,
    ClinicShape,
    ExerciseShape,
    FrontShape,
    LabShape,
    MisconceptionShape,
    MixedShape,
    PredictShape,
    ReflectShape,
    RunShape,
    UnitShape,
    WorkbenchShape,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of them."""

    name: str
    """What `tutor schema` is asked for: the info string of a fence, or a word for a file."""
    title: str
    """Heading in `FORMAT.md`."""
    shape: type[msgspec.Struct]
    is_block: bool = False


PARTS = (
    Part("unit", "`unit.toml`", UnitShape),
    Part("lesson", "The front matter of `lesson.md`", FrontShape),
    Part("lab", "`lab`", LabShape, is_block=True),
    Part("predict", "`predict`", PredictShape, is_block=True),
    Part("run", "`run`", RunShape, is_block=True),
    Part("quiz", "`quiz` and `review`", QuizShape, is_block=True),
    Part("review", "", QuizShape, is_block=True),
    Part("exercise", "`exercise`", ExerciseShape, is_block=True),
    Part("clinic", "`clinic`", ClinicShape, is_block=True),
    Part("workbench", "`workbench`", WorkbenchShape, is_block=True),
    Part("mixed", "`mixed`", MixedShape, is_block=True),
    Part("reflect", "`reflect`", ReflectShape, is_block=True),
    Part("aside", "`aside`", AsideShape, is_block=True),
    Part("misconception", "An entry of `misconceptions.toml`", MisconceptionShape),
    Part("case", "The front matter of `case.md`", CaseShape),
    Part("fault", "An entry of `faults.toml`", FaultShape),
)


def part(name: str) -> Part:
    """The one of that name. Raises UnknownName."""
    for one in PARTS:
        if one.name == name:
            return one
    raise unknown("block or file", name, (one.name for one in PARTS))
