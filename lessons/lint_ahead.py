"""Has answers judged side by side that the proof of exercises asks for one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from lessons.checking.verdict import Judgement
from lessons.errors import LessonError
from lessons.exercises.exercise import Exercise
from lessons.lint_proof import PROGRAM_SEEDS, questions
from lessons.lint_runs import Bench

Asked = tuple[object, ...]


class Ahead:
    """A judge that has begun before it is asked. The same file is judged once."""

    def __init__(self, bench: Bench, pool: Executor) -> None:
        self._bench = bench
        self._pool = pool
        self._begun: dict[Asked, Future[Judgement]] = {}
        self._called: dict[Asked, Future[Any]] = {}

    def begin(self, exercise: Exercise, seeds: int) -> None:
        """Have judged what a proof with so many seeds asks for; waits for nothing."""
        try:
            if exercise.kind == "output":
                for seed in range(PROGRAM_SEEDS):
                    self._run(exercise, seed)
            for text, seed in questions(exercise, seeds):
                self._code(exercise, text, seed)
        except LessonError:  # the proof itself says so
            return

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        """The verdict on a text. Raises EngineError."""
        return self._code(exercise, text, seed).result()

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an `output` exercise runs. Raises EngineError."""
        return self._run(exercise, seed).result()

    def call(self, reference: str, *arguments: object) -> Any:
        """What a function says in a worker. Raises EngineError."""
        return self.ask(reference, *arguments).result()

    def ask(self, reference: str, *arguments: object) -> Future[Any]:
        """Begin to call a function, if that has not been done; waits for nothing."""
        asked = (reference, *arguments)
        if asked not in self._called:
            self._called[asked] = self._pool.submit(self._bench.call, reference, *arguments)
        return self._called[asked]

    def _code(self, exercise: Exercise, text: str, seed: int) -> Future[Judgement]:
        # Steps of a worked example that fades have one folder, and so the same answers.
        asked = (exercise.folder, exercise.kind, exercise.limits, text, seed)
        if asked not in self._begun:
            self._begun[asked] = self._pool.submit(self._bench.judge_code, exercise, text, seed)
        return self._begun[asked]

    def _run(self, exercise: Exercise, seed: int) -> Future[Judgement]:
        asked = (exercise.folder, exercise.limits, seed)
        if asked not in self._begun:
            self._begun[asked] = self._pool.submit(self._bench.run_program, exercise, seed)
        return self._begun[asked]


@contextmanager
def judging_ahead(bench: Bench) -> Iterator[Ahead]:
    """Such a judge; what has not begun is dropped where nobody waits any more."""
    pool = ThreadPoolExecutor(bench.at_once)
    try:
        yield Ahead(bench, pool)
    finally:
        pool.shutdown(cancel_futures=True)
