"""Exercises as lines of text."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exercise_stage import FAILED, LESSON, PASSED, SOLUTION, Judge, exercise
from fixture_lessons import units

from lessons.exercises.exercise import ExerciseKind
from lessons.exercises.workspace import Workspace
from lessons.progress.store import ProgressStore
from tui.plain.lesson import PlainLesson
from tui.plain.talk import Talk


class NoEngine:
    """A judge that is told what to say asks no engine."""

    call = None


class Taken:
    """A lesson that is one exercise, taken with typed lines."""

    def __init__(self, folder: Path, typed: str, kind: ExerciseKind = "complete") -> None:
        self.exercise = exercise(folder / "step", kind)
        lesson = next(one for unit in units(folder) for one in unit.lessons if one.id == LESSON)
        self.store = ProgressStore.in_memory()
        target = io.StringIO()
        engine: Any = NoEngine()
        talk = Talk(io.StringIO(typed), target)
        whole = replace(lesson, blocks=(self.exercise,))
        self.whole = PlainLesson(talk, whole, self.store, engine, "cpu").take()
        self.said = target.getvalue()
        self.record = self.store.lesson(LESSON)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    stand_in = Judge(PASSED)
    monkeypatch.setattr("tui.plain.exercise.judge_attempt", stand_in)
    return stand_in


def test_the_file_is_named_and_enter_checks_it(tmp_path: Path, judge: Judge) -> None:
    path = Workspace().path(LESSON, exercise(tmp_path / "step"))
    path.parent.mkdir(parents=True)
    path.write_text(SOLUTION)
    taken = Taken(tmp_path, "\n")
    assert str(path) in taken.said
    assert judge.asked == [SOLUTION]
    assert "+ Passed." in taken.said
    assert taken.record.solved("step")
    assert taken.whole
    assert taken.said.rstrip().endswith("The lesson is done.")


def test_a_failed_check_is_explained_and_asked_for_again(tmp_path: Path, judge: Judge) -> None:
    judge.says = FAILED
    taken = Taken(tmp_path, "hint\n\nhint\nok\nit points up the hill\nq\n")
    assert "let it be checked first" in taken.said
    assert "This goes uphill." in taken.said
    assert "That is very short." in taken.said
    assert "It points up the hill." in taken.said
    assert taken.record.hints[0][1].thought == "it points up the hill"
    assert len(judge.asked) == 1
    assert not taken.whole


def test_the_solution_needs_a_sentence_and_is_noted(tmp_path: Path, judge: Judge) -> None:
    taken = Taken(tmp_path, "solution\nno idea\nthe sign is wrong every time\n")
    assert "return torch.sub(weights, gradient, alpha=lr)" in taken.said
    assert taken.record.studied == ("step",)
    assert judge.asked == []


def test_lines_are_ordered_by_their_numbers(tmp_path: Path, judge: Judge) -> None:
    taken = Taken(tmp_path, "9\n1 1\n1 2>\n", "order")
    assert '"9" is no line.' in taken.said
    assert "Each line can stand in one place only." in taken.said
    (asked,) = judge.asked
    depths = [len(row) - len(row.lstrip()) for row in asked.splitlines()]
    assert max(depths) >= 4
    assert "return weights - lr * gradient" in asked


def test_a_program_is_read_out_before_its_output_is_predicted(tmp_path: Path, judge: Judge) -> None:
    taken = Taken(tmp_path, "s\n", "output")
    assert "  1  print(1 + 1)" in taken.said
    assert "Skipped." in taken.said
    assert judge.asked == []


def test_an_answer_typed_instead_of_written_checks_nothing(tmp_path: Path, judge: Judge) -> None:
    taken = Taken(tmp_path, "4.40\nq\n", "output")
    assert '"4.40" means nothing here. What you write belongs into the file' in taken.said
    assert judge.asked == []
