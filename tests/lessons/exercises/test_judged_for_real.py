"""Exercises of every kind, judged in real processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_exercises import KINDS, sample

from engine.client import Engine
from lessons.exercises.exercise import ExerciseKind
from lessons.exercises.folder import read_solutions, read_wrong
from lessons.exercises.judged import judge_attempt
from lessons.exercises.order import assembled, beginning
from lessons.exercises.starter import puzzle_of, starter_text


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(Path(tmp_path_factory.mktemp("runs")))
    yield made
    made.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_passes_and_what_is_wrong_does_not(
    engine: Engine, kind: ExerciseKind
) -> None:
    exercise = sample(kind)
    right = read_solutions(exercise)[-1]
    assert judge_attempt(exercise, right.source, engine.call).outcome == "passed"
    wrong = max(read_wrong(exercise), key=lambda answer: bool(answer.tag))
    judgement = judge_attempt(exercise, wrong.source, engine.call)
    assert judgement.outcome == "failed"
    assert not wrong.tag or wrong.tag in judgement.tags


@pytest.mark.parametrize("kind", ["mend", "goal"])
def test_an_untouched_starter_shows_what_it_does_and_is_no_attempt(
    engine: Engine, kind: ExerciseKind
) -> None:
    exercise = sample(kind)
    judgement = judge_attempt(exercise, starter_text(exercise), engine.call)
    assert judgement.outcome == "not_attempted"
    assert judgement.checks[0].passed is False
    assert judgement.checks[0].message


def test_pieces_as_they_lie_are_judged_like_any_other_file(engine: Engine) -> None:
    exercise = sample("order")
    puzzle = puzzle_of(exercise)
    held = beginning(puzzle)
    for _ in puzzle.pieces:
        held = held.moved(len(held.placed), -1)
    assert held.left == ()
    judgement = judge_attempt(exercise, assembled(puzzle, held), engine.call)
    assert judgement.outcome == "failed"
    assert judgement.error is not None
    assert judgement.error.line is not None


def test_a_program_is_run_by_the_judge_not_read_from_a_file(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "output"
    (folder / "solutions").mkdir(parents=True)
    (folder / "starter.py").write_text("print(6 * 7)\n", encoding="utf-8")
    (folder / "solutions" / "reference.txt").write_text("# Wrong.\n41\n", encoding="utf-8")
    exercise = sample("output", tmp_path)
    assert judge_attempt(exercise, "42", engine.call).outcome == "passed"
    assert judge_attempt(exercise, "41", engine.call).outcome == "failed"
    (folder / "starter.py").write_text("print(6 * 7\n", encoding="utf-8")
    assert judge_attempt(exercise, "42", engine.call).outcome == "failed"
