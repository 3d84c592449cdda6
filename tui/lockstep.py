"""Several runs that make their steps together: none is ever ahead by more than a frame.

Every run waits before its first step. A round gives all of them the same few steps and is over
when all have made them; what is asked in between is obeyed when they are level again, so that a
change acts on the same step of each.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence

from engine.commands import Command, Pause, Resume, Step, StepEpoch, Stop
from engine.events import Event, Paused, Resumed, RunStarted
from engine.session import Session, Update

FRAME = 0.1
"""Seconds that a round should take."""
GLANCE = 0.01
"""Seconds between two looks at a run during a round."""


class _Walker:
    """One run, and where it waits."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.made = 0
        self.epoch = 1
        self._stops_at: int | None = None

    @property
    def over(self) -> bool:
        return self.session.ended is not None

    @property
    def resting(self) -> bool:
        """Whether it waits for its next steps, or is over."""
        return self.over or (self._stops_at is not None and self.made >= self._stops_at)

    def walk(self, steps: int) -> None:
        self._stops_at = None
        self.session.send(Step(steps))

    def look(self, timeout: float) -> Update:
        """What is new; that it waits between two rounds is nobody's business."""
        self.session.wait(timeout)
        update = self.session.poll()
        told: list[Event] = []
        for event in update.events:
            match event:
                case RunStarted():
                    self.made, self.epoch = event.first_step, event.steps_per_epoch or 1
                    told.append(event)
                case Paused():
                    self._stops_at = event.step
                case Resumed():
                    pass
                case _:
                    told.append(event)
        if update.rows is not None and len(update.rows):
            self.made = int(update.rows["step"][-1])
        return Update(update.rows, tuple(told))


class Lockstep:
    """Follows the runs, and obeys what is asked of all of them. `send` is for any thread."""

    def __init__(self, sessions: Sequence[Session], *, paused: bool = False) -> None:
        """The sessions must have been asked to wait before their first steps."""
        self._walkers = [_Walker(session) for session in sessions]
        self._inbox: deque[Command] = deque()
        self._woken = threading.Event()
        self._stride = 1
        """Steps of a round."""
        self._goal: int | None = 0 if paused else None
        """The step after which all wait; None: they go on."""
        self._said_paused = False

    def send(self, command: Command) -> None:
        """Ask the same of every run."""
        if isinstance(command, Stop):
            for walker in self._walkers:
                walker.session.send(command)
        self._inbox.append(command)
        self._woken.set()

    def stop(self, patience: float) -> None:
        """End every run: by itself, or by force where it has not within so many seconds."""
        for walker in self._walkers:
            walker.session.stop(patience)
        self._inbox.append(Stop())
        self._woken.set()

    def updates(self) -> Iterator[tuple[Session, Update]]:
        """What each records, until all are over."""
        yield from self._until_level()
        while self._alive:
            yield from self._obey()
            at = self._at
            if self._goal is not None and at >= self._goal:
                yield from self._wait(at)
                continue
            yield from self._say_resumed(at)
            steps = self._stride if self._goal is None else min(self._stride, self._goal - at)
            yield from self._round(at + steps)

    @property
    def _alive(self) -> list[_Walker]:
        return [walker for walker in self._walkers if not walker.over]

    @property
    def _at(self) -> int:
        """The step that all have come to."""
        return max((walker.made for walker in self._alive), default=0)

    def _round(self, target: int) -> Iterator[tuple[Session, Update]]:
        began = time.perf_counter()
        for walker in self._alive:
            walker.walk(target - walker.made)
        yield from self._until_level()
        took = time.perf_counter() - began
        if took < FRAME / 2:
            self._stride *= 2
        elif took > FRAME * 1.5:
            self._stride = max(1, self._stride // 2)

    def _until_level(self) -> Iterator[tuple[Session, Update]]:
        """Look until all wait; what is asked meanwhile ends the round early, and level."""
        interrupted = False
        while not all(walker.resting for walker in self._walkers):
            yield from self._look(GLANCE)
            if not interrupted and self._inbox:
                interrupted = True
                for walker in self._alive:
                    if not walker.resting:
                        walker.session.send(Pause())
        behind = [walker for walker in self._alive if walker.made < self._at]
        if behind:
            target = self._at
            for walker in behind:
                walker.walk(target - walker.made)
            while not all(walker.resting for walker in self._walkers):
                yield from self._look(GLANCE)

    def _look(self, timeout: float) -> Iterator[tuple[Session, Update]]:
        for walker in self._alive:
            update = walker.look(0 if walker.resting else timeout)
            if update.events or (update.rows is not None and len(update.rows)):
                yield walker.session, update

    def _obey(self) -> Iterator[tuple[Session, Update]]:
        """Do what was asked since the last round."""
        while self._inbox:
            command = self._inbox.popleft()
            at = self._at
            match command:
                case Pause():
                    self._goal = at
                case Resume():
                    self._goal = None
                case Step(count):
                    self._goal = at + max(count, 1)
                case StepEpoch():
                    epoch = self._alive[0].epoch if self._alive else 1
                    self._goal = at + epoch - at % epoch
                case Stop():
                    yield from self._until_over()
                case _:
                    for walker in self._alive:
                        walker.session.send(command)

    def _until_over(self) -> Iterator[tuple[Session, Update]]:
        while self._alive:
            yield from self._look(GLANCE)

    def _wait(self, at: int) -> Iterator[tuple[Session, Update]]:
        """All wait; look now and then whether they are still there."""
        if not self._said_paused:
            self._said_paused = True
            yield from self._tell(Paused(step=at))
        yield from self._look(0)
        self._woken.wait(FRAME)
        self._woken.clear()

    def _say_resumed(self, at: int) -> Iterator[tuple[Session, Update]]:
        if self._said_paused and self._goal is None:
            yield from self._tell(Resumed(step=at))
        self._said_paused = False

    def _tell(self, event: Event) -> Iterator[tuple[Session, Update]]:
        for walker in self._alive:
            yield walker.session, Update(None, (event,))
