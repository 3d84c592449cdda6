"""Where lint trains and judges: real workers, and a folder that is thrown away."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Probed, RunEnded
from engine.request import RunRequest
from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import Exercise
from lessons.exercises.output import run_program
from lessons.lint.runs import Trained
from lessons.lint.worker import Answered
from lessons.questions.settling import judge
from lessons.schema import Predict
from lessons.workers import workers

JUDGED = "lessons.lint.worker:judged"
TRAINED = "lessons.lint.worker:trained"
NO_SNAPSHOTS = 1 << 30
"""Steps between two: nobody goes back to an earlier point of these runs."""


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
        return _trained(session.info.run, session.ended, frozenset(views))

    def train_all(self, requests: tuple[RunRequest, ...]) -> tuple[Trained, ...]:
        """Make these runs in one worker; where it does not live through them, each in its own."""
        asked = tuple(replace(request, snapshot_every=NO_SNAPSHOTS) for request in requests)
        try:
            answers = self._engine.call(TRAINED, str(self._engine.runs.root), asked)
        except EngineError:
            return tuple(self.train(request) for request in requests)
        for _ in requests:
            self.made = next(self._runs)
        ends = msgspec.convert(answers, tuple[tuple[str, RunEnded], ...], strict=False)
        return tuple(_trained(run, ended) for run, ended in ends)

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


def _trained(run: str, ended: RunEnded, views: frozenset[str] | None = None) -> Trained:
    problem = ended.problem
    reason = f"{problem.title}. {problem.reason}" if problem else ""
    return Trained(run=run, status=ended.status, reason=reason, views=views)
