"""Obeys commands between two steps of a run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import SimpleQueue

from engine.commands import (
    Command,
    Pause,
    Resume,
    SetHyperparameter,
    SetPace,
    Step,
    StepEpoch,
    Stop,
)
from engine.course import BATCH_SIZE, Course
from engine.errors import EngineError
from engine.events import Event, HyperparameterRefused, HyperparameterSet, Paused, Resumed
from engine.live import Live

SLOWEST = 0.1
"""Updates a second below which nobody would wait."""
LONGEST_NAP = 0.02
"""Seconds after which a run that waits for its pace looks for commands."""


class Steering:
    """Where commands arrive, and what they have asked for so far.

    Commands may be put from another thread. A run that is paused waits inside its generator
    until the next command.
    """

    def __init__(
        self, *, start_paused: bool = False, steps_per_second: float | None = None
    ) -> None:
        self.inbox: SimpleQueue[Command] = SimpleQueue()
        self.stopped = False
        self.seconds_waited = 0.0
        """Time in which the run was paused, or waited because of its pace."""
        self._start_paused = start_paused
        self._pause_at: int | None = None
        self._pace = steps_per_second
        self._due = 0.0
        self._early = False

    def begin(self, step: int) -> None:
        """The run is about to go on after `step` steps."""
        if self._start_paused:
            self._pause_at = step

    def put(self, command: Command) -> None:
        """Ask for something; it happens after the step that is under way."""
        self.inbox.put(command)

    def interrupts(self, step: int) -> bool:
        """Whether there is anything to obey after `step` updates. Keeps the pace, if one is set."""
        self._early = self._pace is not None and not self._is_due(self._pace)
        return step == self._pause_at or not self.inbox.empty()

    def obey(self, step: int, course: Course, live: Live) -> Iterator[Event]:
        """Do what was asked; while paused, wait for more.

        What is asked while the run waits for its pace does not bring the next step forward.
        """
        yield from self._take_all(step, course, live)
        while self._early and self._pace is not None and self._pause_at is None:
            if self.stopped or self._is_due(self._pace):
                break
            yield from self._take_all(step, course, live)
        if step != self._pause_at or self.stopped:
            return
        yield Paused(step=step)
        began = time.perf_counter()
        while step == self._pause_at and not self.stopped:
            yield from self._take(self.inbox.get(), step, course, live)
        self.seconds_waited += time.perf_counter() - began
        if not self.stopped and self._pause_at is None:
            yield Resumed(step=step)

    def _is_due(self, pace: float) -> bool:
        """Wait for the next step's time; False where something is asked before."""
        began = now = time.perf_counter()
        while now < self._due and self.inbox.empty():
            time.sleep(min(self._due - now, LONGEST_NAP))
            now = time.perf_counter()
        self.seconds_waited += now - began
        if now < self._due:
            return False
        self._due = max(self._due, now - LONGEST_NAP) + 1 / pace
        return True

    def _take_all(self, step: int, course: Course, live: Live) -> Iterator[Event]:
        while not self.inbox.empty():
            yield from self._take(self.inbox.get(), step, course, live)

    def _take(self, command: Command, step: int, course: Course, live: Live) -> Iterator[Event]:
        match command:
            case Pause():
                self._pause_at = step
            case Resume():
                self._pause_at = None
            case Step(count):
                self._pause_at = step + max(count, 1)
            case StepEpoch():
                self._pause_at = course.next_end(step)
            case SetPace(steps_per_second):
                self._pace = None if steps_per_second is None else max(steps_per_second, SLOWEST)
                self._due = 0.0  # or the next step would still wait at the old pace
            case Stop():
                self.stopped = True
            case SetHyperparameter(name, value):
                yield _set(name, value, step, course, live)


def _set(name: str, value: float, step: int, course: Course, live: Live) -> Event:
    """Change it where this run can, and say what came of it."""
    try:
        if name == BATCH_SIZE:
            course.ask(value)
            return course.replanned(step)
        live.change(name, value)
    except EngineError as error:
        return HyperparameterRefused(step=step, name=name, value=value, problem=error.problem)
    return HyperparameterSet(step=step, name=name, value=value)


class Clock:
    """Seconds of training: pauses and waiting for the pace do not count."""

    def __init__(self, steering: Steering) -> None:
        self._steering = steering
        self._began = time.perf_counter()

    def seconds(self) -> float:
        """Since the clock was made."""
        return time.perf_counter() - self._began - self._steering.seconds_waited
