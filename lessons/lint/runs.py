"""Checks a lesson by training it: every scenario ends as declared, predictions have one answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from engine.errors import EngineError
from engine.events import Status
from engine.request import RunRequest
from lessons import flow
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.lab import find_scenario, request
from lessons.lint.findings import Finding, in_lesson
from lessons.lint.worker import Answered
from lessons.schema import Lesson, Predict
from lessons.views import ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """How a run ended."""

    run: str
    """Its id, by which the bench finds it again."""
    status: Status
    reason: str = ""
    """Why it diverged or failed."""
    views: frozenset[str] | None = None
    """Names of the views that it has something for; None where that is not known."""


class Bench(Protocol):
    """Something that trains and judges, for several callers at once."""

    at_once: int
    """How many runs it makes best at the same time."""

    def train(self, request: RunRequest) -> Trained:
        """Make a run, to its end, in a worker of its own as a learner's is."""
        ...

    def train_all(self, requests: tuple[RunRequest, ...]) -> tuple[Trained, ...]:
        """Make several, one after the other in one worker; what views have is not looked at."""
        ...

    def judge_all(
        self, exercise: Exercise, asked: tuple[tuple[str, int], ...]
    ) -> tuple[Answered, ...]:
        """The verdict on each text with its seed. Raises EngineError."""
        ...

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an `output` exercise runs. Raises EngineError."""
        ...

    def call(self, reference: str, *arguments: object) -> Any:
        """What a function says in a worker. Raises EngineError."""
        ...

    def judge(self, predict: Predict, runs: tuple[str, ...]) -> str:
        """Key of the option that these runs bear out. Raises TutorError or EngineError."""
        ...


def check_runs(lesson: Lesson, bench: Bench) -> Iterator[Finding]:
    """Train every scenario, and every prediction's scenarios with as many seeds as it claims."""
    with _side_by_side(bench.at_once) as pool:
        training = _Training(lesson, bench, pool)
        training.begin()
        for scenario in lesson.lab.scenarios:
            trained = training.run(scenario.name, lesson.lab.seed)
            yield from _check_end(lesson, scenario.name, lesson.lab.seed, trained)
        yield from _check_views(lesson, training)
        for predict in lesson.of(Predict):
            yield from _check_prediction(lesson, predict, training)


@contextmanager
def _side_by_side(at_once: int) -> Iterator[Executor]:
    """Threads that wait for runs; what has not begun is dropped where nobody waits any more."""
    pool = ThreadPoolExecutor(at_once)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class _Training:
    """Runs of one lesson, each made once.

    Those with the lab's own seed are made as a learner's are. What proves that chance decides
    nothing, the same with other seeds, is made several in one worker.
    """

    def __init__(self, lesson: Lesson, bench: Bench, pool: Executor) -> None:
        self.bench = bench
        self._lesson = lesson
        self._pool = pool
        self._made: dict[tuple[str, int], _Place] = {}

    def begin(self) -> None:
        """Ask for every run that the checks will look at, in their order."""
        lesson = self._lesson
        for scenario in lesson.lab.scenarios:
            asked = request(lesson, scenario.name, seed=lesson.lab.seed)
            made = self._pool.submit(self._alone, asked)
            self._made[scenario.name, lesson.lab.seed] = _Place(made, 0)
        for predict in lesson.of(Predict):
            seeds = _seeds(lesson, predict)
            self._ask([(name, seed) for seed in seeds for name in predict.scenarios])

    def run(self, scenario: str, seed: int) -> Trained:
        """That run; waits until it is made."""
        place = self._made[scenario, seed]
        return place.runs.result()[place.number]

    def _alone(self, asked: RunRequest) -> tuple[Trained, ...]:
        return (self.bench.train(asked),)

    def _ask(self, runs: list[tuple[str, int]]) -> None:
        new = [run for run in runs if run not in self._made]
        for first in range(self.bench.at_once):
            if part := new[first :: self.bench.at_once]:
                asked = tuple(request(self._lesson, name, seed=seed) for name, seed in part)
                made = self._pool.submit(self.bench.train_all, asked)
                self._made |= {run: _Place(made, number) for number, run in enumerate(part)}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a run will be."""

    runs: Future[tuple[Trained, ...]]
    number: int


def _seeds(lesson: Lesson, predict: Predict) -> range:
    """Every seed that its trials use."""
    each = flow.seeds_compared(lesson, predict)
    return range(lesson.lab.seed, lesson.lab.seed + predict.seeds * each)


def _check_views(lesson: Lesson, training: _Training) -> Iterator[Finding]:
    """Every view that the lab declares shows something in one of its scenarios."""
    names = [scenario.name for scenario in lesson.lab.scenarios]
    seen = [training.run(name, lesson.lab.seed).views for name in names]
    known = [views for views in seen if views is not None]
    for view in lesson.lab.views:
        if view in ALWAYS:
            continue
        if known and not any(view in views for views in known):
            fix = "Give the recipe the probe of that name, or leave the view out."
            message = f'no scenario has anything for the view "{view}"'
            yield in_lesson(lesson, lesson.lab.line, message, fix)


def _check_prediction(lesson: Lesson, predict: Predict, training: _Training) -> Iterator[Finding]:
    each = flow.seeds_compared(lesson, predict)
    answers: dict[str, int] = {}
    for trial in range(predict.seeds):
        first = lesson.lab.seed + trial * each
        runs = []
        for seed in range(first, first + each):
            for scenario in predict.scenarios:
                trained = training.run(scenario, seed)
                if seed != lesson.lab.seed:
                    yield from _check_end(lesson, scenario, seed, trained)
                runs.append(trained.run)
        try:
            answers.setdefault(training.bench.judge(predict, tuple(runs)), first)
        except (TutorError, EngineError) as error:
            problem = error.problem
            message = f"{predict.id}: {problem.title}: {problem.reason}"
            yield in_lesson(lesson, predict.line, message, problem.next_step)
            return
    if len(answers) > 1 and not predict.chance and predict.sketch is None:
        found = ", ".join(f"{key} (seed {seed})" for key, seed in answers.items())
        fix = "Make the contrast clearer, or declare chance = true and teach that."
        yield in_lesson(
            lesson, predict.line, f"{predict.id}: chance decides the answer: {found}", fix
        )


def _check_end(lesson: Lesson, name: str, seed: int, trained: Trained) -> Iterator[Finding]:
    declared = find_scenario(lesson, name).ends
    if trained.status != declared:
        why = f": {trained.reason.rstrip('.')}" if trained.reason else ""
        message = f"{name} with seed {seed} ends as {trained.status}, not {declared}{why}"
        fix = 'Mend it, or declare ends = "diverged" where that is the point.'
        yield in_lesson(lesson, lesson.lab.line, message, fix)
