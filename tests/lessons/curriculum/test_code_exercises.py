"""Every code exercise accepts what is right, and says what is the matter with the rest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.client import Engine
from lessons.catalog import load_catalog
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import Answer, read_solutions, read_wrong
from lessons.exercises.judged import judge_attempt, judge_text
from lessons.exercises.starter import starter_text

KINDS = {"complete", "mend", "fade", "goal", "output", "order"}
LESSONS = {lesson.id: lesson.of(Exercise) for lesson in load_catalog().lessons}
EXERCISES = {f"{lesson}:{one.id}": one for lesson, all_ in LESSONS.items() for one in all_}
# Worked examples that fade share their answers; judging them once is enough.
FOLDERS = {one.folder: one for one in EXERCISES.values()}.values()


def _answers(read: str) -> list[object]:
    reader = {"right": read_solutions, "wrong": read_wrong}[read]
    return [
        pytest.param(exercise, answer, id=f"{exercise.folder.name}-{answer.name}")
        for exercise in FOLDERS
        for answer in reader(exercise)
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(Path(tmp_path_factory.mktemp("runs")))
    yield made
    made.close()


def test_every_lesson_has_one_and_all_kinds_are_there() -> None:
    assert all(LESSONS.values())
    assert {exercise.kind for exercise in EXERCISES.values()} == KINDS


@pytest.mark.parametrize("name", EXERCISES)
def test_what_one_begins_with_does_not_pass(engine: Engine, name: str) -> None:
    exercise = EXERCISES[name]
    judgement = judge_attempt(exercise, starter_text(exercise), engine.call)
    assert judgement.outcome == "not_attempted"


@pytest.mark.parametrize(("exercise", "answer"), _answers("right"))
def test_what_is_right_passes(engine: Engine, exercise: Exercise, answer: Answer) -> None:
    judgement = judge_text(exercise, answer.source, engine.call)
    assert judgement.outcome == "passed", judgement


@pytest.mark.parametrize(("exercise", "answer"), _answers("wrong"))
def test_what_is_wrong_is_told_why(engine: Engine, exercise: Exercise, answer: Answer) -> None:
    judgement = judge_text(exercise, answer.source, engine.call)
    assert judgement.outcome == "failed"
    failed = next(check for check in judgement.checks if check.passed is False)
    assert failed.message or (failed.error and failed.error.words)
    assert not answer.tag or answer.tag in judgement.tags


def test_the_steps_by_hand_are_what_the_program_prints(engine: Engine) -> None:
    exercise = EXERCISES["training/gradient_descent:three_steps"]
    assert judge_text(exercise, "8.00\n4.40\n-0.08\n", engine.call).outcome == "passed"


def test_one_part_after_the_other_fades() -> None:
    steps = [one for one in EXERCISES.values() if one.folder.name == "training_loop"]
    lines = [len(starter_text(one).splitlines()) for one in steps]
    assert lines == sorted(lines, reverse=True)
    assert len(set(lines)) == 3


def test_figures_of_hints() -> None:
    assert math.hypot(3, 4, 12) == 13
    assert 100 + (1000 - 100) / 2 == 550
