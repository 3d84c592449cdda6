"""Makes the runs of predictions in the background: real ones, looked at once and thrown away."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.events import Problem
from engine.request import RunRequest
from lessons import flow
from lessons.errors import TutorError
from lessons.lab import request
from lessons.placement.items import Asked
from lessons.questions.run_curves import RunCurve
from lessons.questions.settling import judge
from lessons.schema import Lesson, Predict

if TYPE_CHECKING:
    from engine.client import Engine

TICK = 0.05
"""Seconds between two looks at a run."""
LONGEST = 60.0
"""Seconds that the runs of one prediction may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The loss of one run."""

    label: str
    """What the learner calls its scenario."""
    curve: RunCurve


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the runs of a prediction said, or why they could not be made."""

    asked: Asked
    observed: str = ""
    """Key of the option that the runs bear out; empty where there are none."""
    traces: tuple[Trace, ...] = ()
    log: bool = False
    """Whether the lesson draws these losses on a logarithmic axis."""
    problem: Problem | None = None


class TooSlow(TutorError):  # noqa: N818 - reads as what it says
    """Runs that nobody can wait for."""

    def __init__(self) -> None:
        reason = f"They were not over after {LONGEST:.0f} seconds."
        super().__init__("The runs take too long", reason, "The questions find a place as well.")


class Left(TutorError):  # noqa: N818
    """Nobody wants to know any more."""

    def __init__(self) -> None:
        super().__init__("The placement was left", "Its runs were stopped.", "")


class PlacementRuns:
    """Runs that wait to be made, one prediction after the other, at full speed.

    `ask` and `give_up` may be called from any thread; `work` by the one that makes the runs.
    """

    def __init__(self, engine: Engine, device: str) -> None:
        self._engine = engine
        self._device = device
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Lesson, Predict]] = deque()
        self._working = False
        self._left = threading.Event()
        self._judging: Engine | None = None

    def ask(self, lesson: Lesson, predict: Predict) -> bool:
        """Have the runs of a prediction made; returns whether a thread has to be set to `work`."""
        with self._lock:
            self._waiting.append((lesson, predict))
            begin, self._working = not self._working, True
            return begin

    def work(self, told: Callable[[Found], object]) -> None:
        """Make runs until none is waited for; `told` is given what each prediction came to."""
        while (following := self._next()) is not None:
            found = self._find(*following)
            if not self._left.is_set():
                told(found)

    def give_up(self) -> None:
        """End what is under way, and begin nothing more."""
        self._left.set()
        with self._lock:
            judging = self._judging
        if judging is not None:
            judging.end_calls()

    def _next(self) -> tuple[Lesson, Predict] | None:
        with self._lock:
            if self._left.is_set() or not self._waiting:
                self._working = False
                return None
            return self._waiting.popleft()

    def _find(self, lesson: Lesson, predict: Predict) -> Found:
        asked = Asked(lesson=lesson.id, question=predict)
        try:
            with tempfile.TemporaryDirectory(
                prefix="tutor-placement-", ignore_cleanup_errors=True
            ) as folder:
                return self._made(asked, lesson, predict, Path(folder))
        except (TutorError, EngineError) as error:
            return Found(asked=asked, problem=error.problem)
        except OSError as error:
            reason = error.strerror or "The temporary folder cannot be used."
            problem = Problem(
                title="The runs cannot be kept", reason=f"{reason}.", next_step="Make room on disk."
            )
            return Found(asked=asked, problem=problem)

    def _made(self, asked: Asked, lesson: Lesson, predict: Predict, folder: Path) -> Found:
        engine = self._engine.elsewhere(folder)
        until = time.monotonic() + LONGEST
        runs: list[str] = []
        traces: list[Trace] = []
        first = lesson.lab.seed
        for seed in range(first, first + flow.seeds_compared(lesson, predict)):
            for name in predict.scenarios:
                made = request(lesson, name, seed=seed, device=self._device)
                run, curve = self._follow(engine, made, until)
                runs.append(run)
                traces.append(Trace(label=lesson.scenario(name).label, curve=curve))
        with self._lock:
            self._judging = engine
        if self._left.is_set():
            raise Left
        observed = judge(predict, runs, folder, lambda name, args: engine.call(name, *args))
        return Found(asked=asked, observed=observed, traces=tuple(traces), log=lesson.lab.log_loss)

    def _follow(self, engine: Engine, asked: RunRequest, until: float) -> tuple[str, RunCurve]:
        """Make a run, to its end. Raises EngineError where it fails."""
        session = engine.start(asked)
        losses: list[float] = []
        stopped = False
        while session.ended is None:
            if not stopped and (self._left.is_set() or time.monotonic() > until):
                session.stop(0.0)
                stopped = True
            session.wait(TICK)
            rows = session.poll().rows
            if rows is not None:
                losses += rows["loss"].tolist()
        problem = session.ended.problem
        if stopped:
            raise Left if self._left.is_set() else TooSlow
        if session.ended.status == "failed" and problem is not None:
            raise EngineError(problem.title, problem.reason, problem.next_step, problem.details)
        return session.info.run, RunCurve(1, tuple(losses))
