"""Code that mends is judged and drawn; notes of what was trained are kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.client import Engine
from lessons.checking.judging import judge
from lessons.clinics.mended import Mended
from lessons.clinics.notes import Notes
from lessons.clinics.own_run import both_programs
from lessons.clinics.shown import Figure, Shown, Trail
from lessons.clinics.ward import CASES, load_case
from lessons.exercises.folder import read_reference

CASE = load_case(CASES / "restless")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(tmp_path_factory.mktemp("runs"))
    yield made
    made.close()


def test_the_mended_program_is_judged_and_drawn_beside_the_broken_one(engine: Engine) -> None:
    right = read_reference(CASE.exercise).source
    assert judge(CASE.exercise, right, engine.call, seed=1).outcome == "passed"
    both = both_programs(CASE, right, engine.call)
    assert len(both.broken.values) == len(both.own.values) == 170
    assert len(both.own_scores.values) == CASE.epochs
    assert both.own.values[-1] < 0.5 < max(both.broken.values[85:])


def test_notes_come_back_with_numbers_that_are_none(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "restless")
    shown = Shown(
        outcome="worse",
        figures=(Figure("after", "loss", math.inf),),
        trails=(Trail("changed", (1.0, math.nan)),),
    )
    assert notes.trial("slower") is None
    notes.keep_trial("slower", shown)
    kept = notes.trial("slower")
    assert kept is not None
    assert kept.figures == shown.figures
    assert math.isnan(kept.trails[0].values[1])


def test_damaged_notes_are_no_notes(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "restless")
    trail = Trail("yours", (1.0,))
    notes.keep_mended(
        Mended(source="", broken=trail, own=trail, broken_scores=trail, own_scores=trail)
    )
    assert notes.mended() is not None
    (tmp_path / "clinics" / "restless" / "mended.json").write_text("{", encoding="utf-8")
    assert notes.mended() is None
