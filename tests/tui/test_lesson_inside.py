"""What home says is inside a lesson: everything that asks something of the learner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fixture_lessons import units

from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from tui.listing import inside


def test_exercises_and_clinics_are_counted(tmp_path: Path) -> None:
    lesson = units(tmp_path)[0].lessons[0]
    assert inside(lesson) == "1 prediction, 3 runs, 2 questions"
    exercises = tuple(
        Exercise(id=name, title="One", kind="complete", ask="Write it.", folder=tmp_path)
        for name in ("a", "b")
    )
    clinic = Clinic(id="c", case="avalanche", ask="What is wrong?")
    richer = replace(lesson, blocks=(*lesson.blocks, *exercises, clinic))
    assert inside(richer).endswith("2 questions, 2 exercises, 1 clinic")
