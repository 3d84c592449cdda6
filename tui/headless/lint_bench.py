"""Where lint trains and judges: real workers, and a folder that is thrown away."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from engine.client import Engine
from engine.events import Probed
from engine.request import RunRequest
from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import Exercise
from lessons.exercises.output import run_program
from lessons.judge import judge
from lessons.lint_runs import Trained
from lessons.lint_worker import Answered
from lessons.schema import Predict
from lessons.workers import workers

JUDGED = "lessons.lint_worker:judged"


class EngineBench:
    """Trains and judges what lint asks for, in workers, in a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._engine = Engine(folder, workers())
        self._runs = count(1)
        self._files = count(1)
        self.at_once = os.cpu_count() or 1
        self.made = 0
        """Runs made so far."""
        self.judged = 0
        """Files judged so far."""

    def close(self) -> None:
        """End what is under way."""
        self._engine.close()

    def train(self, request: RunRequest) -> Trained:
        """Make a run, to its end."""
        session = self._engine.start(request)
        views: set[str] = set()
        while session.ended is None:
            session.wait(0.2)
            events = session.poll().events
            views |= {event.probe for event in events if isinstance(event, Probed)}
        self.made = next(self._runs)  # in one step: several threads train
        problem = session.ended.problem
        return Trained(
            run=session.info.run,
            status=session.ended.status,
            reason=f"{problem.title}. {problem.reason}" if problem else "",
            views=frozenset(views),
        )

    def call(self, reference: str, *arguments: object) -> Any:
        """Call a function in a worker."""
        return self._engine.call(reference, *arguments)

    def judge(self, predict: Predict, runs: tuple[str, ...]) -> str:
        """What the runs say."""
        return judge(
            predict, runs, self._engine.runs.root, lambda name, args: self._engine.call(name, *args)
        )

    def judge_all(
        self, exercise: Exercise, asked: tuple[tuple[str, int], ...]
    ) -> tuple[Answered, ...]:
        """The verdict on each text, in one worker."""
        answers = self._engine.call(JUDGED, exercise, asked)
        for _ in asked:
            self.judged = next(self._files)
        return msgspec.convert(answers, tuple[Answered, ...], strict=False)

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an exercise runs."""
        judgement = run_program(exercise, self._engine.call, seed=seed)
        self.judged = next(self._files)
        return judgement
