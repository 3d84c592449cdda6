"""A new lesson does not only read well: it trains, and its prediction has one answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.client import Engine
from engine.request import RunRequest
from lessons.judge import judge
from lessons.lesson_file import load_lesson
from lessons.lint_runs import Trained, check_runs
from lessons.new import scaffold
from lessons.schema import Block, Predict

CODE = "lessons.template.lab"


class Workers:
    """A bench of real workers that remembers what the runs said."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine(folder)
        self.observed: list[str] = []

    def train(self, request: RunRequest) -> Trained:
        session = self.engine.start(request)
        while session.ended is None:
            session.wait(0.2)
            session.poll()
        problem = session.ended.problem
        reason = f"{problem.title}. {problem.reason}" if problem else ""
        return Trained(run=session.info.run, status=session.ended.status, reason=reason)

    def judge(self, predict: Predict, runs: tuple[str, ...]) -> str:
        root = self.engine.runs.root
        call = self.engine.call
        self.observed.append(judge(predict, runs, root, lambda name, given: call(name, *given)))
        return self.observed[-1]


def importable(block: Block) -> Block:
    return replace(block, answer=f"{CODE}:first_down") if isinstance(block, Predict) else block


def test_the_new_lesson_trains_and_settles_its_prediction(tmp_path: Path) -> None:
    lesson = load_lesson(scaffold("unit/lesson", tmp_path / "curriculum"), "unit/lesson")
    lesson = replace(
        lesson,
        lab=replace(lesson.lab, recipe=f"{CODE}:bowl"),
        blocks=tuple(importable(block) for block in lesson.blocks),
    )
    bench = Workers(tmp_path / "runs")
    try:
        assert [str(finding) for finding in check_runs(lesson, bench)] == []
    finally:
        bench.engine.close()
    assert bench.observed == ["bold"] * 5
