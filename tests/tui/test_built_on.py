"""Exercises that build on others: the app wants the learner's answers, a preview references."""

from __future__ import annotations

import pytest
from conftest import MakeApp

from lessons.catalog import load_catalog
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_reference
from lessons.exercises.using import find_used
from tui.preview.app import PreviewApp

CATALOG = load_catalog()
MILESTONES = [
    unit.lessons[-1] for unit in CATALOG.units if unit.lessons[-1].id.endswith("milestone")
]


@pytest.mark.parametrize("lesson", MILESTONES, ids=lambda lesson: lesson.unit)
def test_a_milestone_builds_on_what_was_written_before(make_app: MakeApp, lesson: object) -> None:
    app = make_app(CATALOG)
    building = [one for one in lesson.of(Exercise) if one.uses]  # type: ignore[attr-defined]
    assert building, "a milestone uses the learner's own code"
    for exercise in building:
        with pytest.raises(TutorError, match="builds on your own code"):
            app.built(exercise)
        for used in PreviewApp.built(app, exercise).uses:  # type: ignore[arg-type]
            _, answered = find_used(used, CATALOG)
            assert used.source == read_reference(answered).source


def test_seven_units_close_with_a_milestone() -> None:
    assert len(MILESTONES) == 7
