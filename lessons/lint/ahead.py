"""Has answers judged side by side that the proof of exercises asks for one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from engine.errors import EngineError
from lessons.checking.verdict import Judgement
from lessons.errors import LessonError, TutorError
from lessons.exercises.exercise import Exercise
from lessons.lint.proof import PROGRAM_SEEDS, questions
from lessons.lint.runs import Bench
from lessons.lint.worker import Answered, Called

Asked = tuple[object, ...]
Call = tuple[str, tuple[object, ...]]
"""A function, and what it is given."""
CALLED = "lessons.lint.worker:called"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer will be."""

    answers: Future[tuple[Answered, ...]]
    number: int


class Ahead:
    """A judge that has begun before it is asked. The same file is judged once."""

    def __init__(self, bench: Bench, pool: Executor) -> None:
        self._bench = bench
        self._pool = pool
        self._files: dict[Asked, _Place] = {}
        self._calls: dict[Asked, tuple[Future[Any], int]] = {}
        self._programs: dict[Asked, Future[Judgement]] = {}

    def begin(self, exercise: Exercise, seeds: int) -> None:
        """Have judged what a proof with so many seeds asks for; waits for nothing."""
        try:
            asked = list(dict.fromkeys(questions(exercise, seeds)))
        except LessonError:  # the proof itself says so
            return
        if exercise.kind == "output":
            for seed in range(PROGRAM_SEEDS):
                self._program(exercise, seed)
        new = [one for one in asked if (*_kept(exercise), *one) not in self._files]
        for first in range(self._bench.at_once):
            if part := tuple(new[first :: self._bench.at_once]):
                answers = self._pool.submit(self._bench.judge_all, exercise, part)
                for number, one in enumerate(part):
                    self._files[*_kept(exercise), *one] = _Place(answers, number)

    def ask(self, asked: Sequence[Call]) -> None:
        """Begin to call functions, one after the other in one worker; waits for nothing."""
        answers = self._pool.submit(self._bench.call, CALLED, tuple(asked))
        for number, (reference, arguments) in enumerate(asked):
            self._calls[reference, *arguments] = (answers, number)

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        """The verdict on a text. Raises EngineError; TutorError where the exercise is wrong."""
        place = self._files.get((*_kept(exercise), text, seed))
        if place is None:
            (answer,) = self._bench.judge_all(exercise, ((text, seed),))
        else:
            answer = place.answers.result()[place.number]
        if answer.judgement is not None:
            return answer.judgement
        assert answer.problem is not None
        raise TutorError(answer.problem.title, answer.problem.reason, answer.problem.next_step)

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an `output` exercise runs. Raises EngineError."""
        return self._program(exercise, seed).result()

    def call(self, reference: str, *arguments: object) -> Any:
        """What a function says in a worker. Raises EngineError."""
        place = self._calls.get((reference, *arguments))
        if place is None:
            return self._bench.call(reference, *arguments)
        answers, number = place
        called = msgspec.convert(answers.result()[number], Called, strict=False)
        if called.problem is not None:
            problem = called.problem
            raise EngineError(problem.title, problem.reason, problem.next_step, problem.details)
        return called.result

    def _program(self, exercise: Exercise, seed: int) -> Future[Judgement]:
        asked = (*_kept(exercise), seed)
        if asked not in self._programs:
            self._programs[asked] = self._pool.submit(self._bench.run_program, exercise, seed)
        return self._programs[asked]


def _kept(exercise: Exercise) -> Asked:
    """What a verdict depends on: steps of one worked example have one folder, and its answers."""
    return (exercise.folder, exercise.kind, exercise.limits)


@contextmanager
def judging_ahead(bench: Bench) -> Iterator[Ahead]:
    """Such a judge; what has not begun is dropped where nobody waits any more."""
    pool = ThreadPoolExecutor(bench.at_once)
    try:
        yield Ahead(bench, pool)
    finally:
        pool.shutdown(cancel_futures=True)
