"""Obeys commands between two steps of a run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from queue import SimpleQueue

from engine.commands import Command, Pause, Resume, SetHyperparameter, Step, StepEpoch, Stop
from engine.events import Event, HyperparameterSet, Paused, Resumed
from engine.live import Live


class Steering:
    """Where commands arrive, and what they have asked for so far.

    Commands may be put from another thread. A run that is paused waits inside its generator
    until the next command.
    """

    def __init__(self, *, start_paused: bool = False) -> None:
        self.inbox: SimpleQueue[Command] = SimpleQueue()
        self.stopped = False
        self.seconds_paused = 0.0
        self._pause_at: int | None = 0 if start_paused else None

    def put(self, command: Command) -> None:
        """Ask for something; it happens after the step that is under way."""
        self.inbox.put(command)

    def wanted(self, step: int) -> bool:
        """Whether there is anything to obey after `step` updates. Costs next to nothing."""
        return step == self._pause_at or not self.inbox.empty()

    def obey(self, step: int, steps_per_epoch: int, live: Live) -> Iterator[Event]:
        """Do what was asked; while paused, wait for more."""
        while not self.inbox.empty():
            yield from self._take(self.inbox.get(), step, steps_per_epoch, live)
        if step != self._pause_at or self.stopped:
            return
        yield Paused(step=step)
        began = time.perf_counter()
        while step == self._pause_at and not self.stopped:
            yield from self._take(self.inbox.get(), step, steps_per_epoch, live)
        self.seconds_paused += time.perf_counter() - began
        if not self.stopped and self._pause_at is None:
            yield Resumed(step=step)

    def _take(
        self, command: Command, step: int, steps_per_epoch: int, live: Live
    ) -> Iterator[Event]:
        match command:
            case Pause():
                self._pause_at = step
            case Resume():
                self._pause_at = None
            case Step(count):
                self._pause_at = step + count
            case StepEpoch():
                self._pause_at = step + (steps_per_epoch - step % steps_per_epoch or 1)
            case Stop():
                self.stopped = True
            case SetHyperparameter(name, value):
                if live.set(name, value):
                    yield HyperparameterSet(step=step, name=name, value=value)



class Clock:
    """Seconds of training: pauses do not count."""

    def __init__(self, steering: Steering) -> None:
        self._steering = steering
        self._began = time.perf_counter()

    def seconds(self) -> float:
        """Since the clock was made."""
        return time.perf_counter() - self._began - self._steering.seconds_paused
