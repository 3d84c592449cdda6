"""`tutor lint` and `tutor new`."""

from __future__ import annotations

import os
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Probed
from engine.request import RunRequest
from lessons.catalog import CURRICULUM, load_catalog
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.judge import judge
from lessons.lint import lint
from lessons.lint_runs import Trained
from lessons.new import scaffold
from lessons.schema import Predict
from tui.headless.fail import fail


def lint_lessons(lesson_ids: tuple[str, ...], *, quick: bool) -> int:
    """Print what is wrong; returns 0 where nothing is, 1 where something is, 2 for a misuse."""
    catalog = load_catalog()
    found = 0
    try:
        with tempfile.TemporaryDirectory(prefix="tutor-lint-") as folder:
            bench = None if quick else EngineBench(Path(folder))
            for finding in lint(catalog, lesson_ids, bench):
                found += 1
                sys.stdout.write(f"{finding}\n")
                sys.stdout.flush()
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    checked = len(lesson_ids) or len(catalog.lessons)
    parts = [f"{_counted(checked, 'lesson')} checked", _counted(found, "problem")]
    if bench is not None:
        parts.insert(1, f"{_counted(bench.made, 'run')} made")
    sys.stdout.write(f"{', '.join(parts)}\n")
    return 1 if found else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class EngineBench:
    """Trains what lint asks for, in workers, in a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._engine = Engine(folder)
        self._count = count(1)
        self.at_once = os.cpu_count() or 1
        self.made = 0
        """Runs made so far."""

    def train(self, request: RunRequest) -> Trained:
        """Make a run, to its end."""
        session = self._engine.start(request)
        views: set[str] = set()
        while session.ended is None:
            session.wait(0.2)
            events = session.poll().events
            views |= {event.probe for event in events if isinstance(event, Probed)}
        self.made = next(self._count)  # in one step: several threads train
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

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        """The verdict on a text."""
        from lessons.exercises.judged import judge_text

        return judge_text(exercise, text, self._engine.call, seed=seed)

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an exercise runs."""
        from lessons.exercises.output import run_program

        return run_program(exercise, self._engine.call, seed=seed)


def new_lesson(lesson_id: str) -> int:
    """Make a lesson; returns the exit status."""
    try:
        folder = scaffold(lesson_id, CURRICULUM)
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    sys.stdout.write(f"{folder}\nNext: tutor lint {lesson_id}\n")
    return 0
