"""What holds for all code exercises together. `tutor lint` judges every answer that is kept."""

from __future__ import annotations

import math

from lessons.catalog import load_catalog
from lessons.exercises.exercise import Exercise
from lessons.exercises.starter import starter_text

KINDS = {"complete", "mend", "fade", "goal", "output", "order"}
LESSONS = {lesson.id: lesson.of(Exercise) for lesson in load_catalog().lessons}
EXERCISES = {f"{lesson}:{one.id}": one for lesson, all_ in LESSONS.items() for one in all_}


def test_every_lesson_has_one_and_all_kinds_are_there() -> None:
    assert all(LESSONS.values())
    assert {exercise.kind for exercise in EXERCISES.values()} == KINDS


def test_one_part_after_the_other_fades() -> None:
    steps = [one for one in EXERCISES.values() if one.folder.name == "training_loop"]
    lines = [len(starter_text(one).splitlines()) for one in steps]
    assert lines == sorted(lines, reverse=True)
    assert len(set(lines)) == 3


def test_figures_of_hints() -> None:
    assert math.hypot(3, 4, 12) == 13
    assert 100 + (1000 - 100) / 2 == 550
