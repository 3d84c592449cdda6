"""The runs of predictions in a placement: made in the background, judged, and thrown away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.client import Engine
from engine.errors import EngineError
from lessons.catalog import load_catalog
from lessons.lint.placement import LONGEST, check_placement
from lessons.placement import runs as placement_runs
from lessons.placement.runs import Found, PlacementRuns
from lessons.review.mixed import Mixed
from lessons.schema import Lesson, Predict

TOWER = "stability/exploding_gradients"


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return load_catalog().lesson(TOWER)


@pytest.fixture(scope="module")
def predict(lesson: Lesson) -> Predict:
    return next(one for one in lesson.of(Predict) if one.id == "how_it_ends")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(Path(tmp_path_factory.mktemp("runs")))
    yield made
    made.close()


def made(runs: PlacementRuns, lesson: Lesson, predict: Predict) -> list[Found]:
    found: list[Found] = []
    assert runs.ask(lesson, predict)
    runs.work(found.append)
    return found


def test_real_runs_decide_and_nothing_is_left_of_them(
    engine: Engine,
    lesson: Lesson,
    predict: Predict,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (found,) = made(PlacementRuns(engine, "cpu"), lesson, predict)
    assert found.problem is None
    assert found.observed == "at_once"
    (trace,) = found.traces
    assert trace.label == "no clip"
    assert 1 < len(trace.curve.values) <= 20
    assert trace.curve.values[-1] != trace.curve.values[-1] or trace.curve.values[-1] > 1e3
    assert list(tmp_path.glob("tutor-*")) == []
    assert list(engine.runs) == []


class Nobody:
    """An engine whose trainer does not start."""

    def elsewhere(self, runs: Path) -> Nobody:
        """No other one either."""
        return self

    def start(self, asked: object) -> Any:
        """Refuse."""
        raise EngineError("The trainer did not start", "It is not there.", "Ask again.")


def test_a_trainer_that_is_not_there_is_told_and_not_raised(
    lesson: Lesson, predict: Predict
) -> None:
    runs = PlacementRuns(Nobody(), "cpu")  # type: ignore[arg-type]
    (found,) = made(runs, lesson, predict)
    assert found.problem is not None
    assert found.problem.title == "The trainer did not start"
    assert (found.observed, found.traces) == ("", ())


def test_a_folder_that_cannot_be_made_is_told(
    lesson: Lesson, predict: Predict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    (found,) = made(PlacementRuns(Nobody(), "cpu"), lesson, predict)  # type: ignore[arg-type]
    assert found.problem is not None
    assert found.problem.title == "The runs cannot be kept"


def test_runs_that_take_too_long_are_ended(
    engine: Engine, lesson: Lesson, predict: Predict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement_runs, "LONGEST", -1.0)
    (found,) = made(PlacementRuns(engine, "cpu"), lesson, predict)
    assert found.problem is not None
    assert found.problem.title == "The runs take too long"


def test_nothing_is_made_or_told_once_the_learner_has_left(
    engine: Engine, lesson: Lesson, predict: Predict
) -> None:
    runs = PlacementRuns(engine, "cpu")
    runs.give_up()
    assert made(runs, lesson, predict) == []


def test_one_thread_is_enough_and_a_new_one_is_asked_for_when_it_has_ended(
    lesson: Lesson, predict: Predict
) -> None:
    runs = PlacementRuns(Nobody(), "cpu")  # type: ignore[arg-type]
    found: list[Found] = []
    assert runs.ask(lesson, predict)
    assert not runs.ask(lesson, predict)
    thread = threading.Thread(target=runs.work, args=(found.append,))
    thread.start()
    thread.join()
    assert len(found) == 2
    assert runs.ask(lesson, predict)


def test_every_lesson_of_ours_has_predictions_for_a_placement_that_lint_accepts() -> None:
    for lesson in load_catalog().lessons:
        asked = [one for one in lesson.of(Predict) if one.placement]
        assert asked or lesson.of(Mixed), f"{lesson.id}: only milestones go without"
        assert all(len(one.placement) <= LONGEST for one in asked)
        assert list(check_placement(lesson)) == []
