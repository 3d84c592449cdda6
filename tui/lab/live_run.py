"""One run as the lab knows it: who it is, what it recorded, what it is doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.events import (
    Evaluated,
    Event,
    HyperparameterSet,
    Metric,
    NonFinite,
    Paused,
    Probed,
    Replanned,
    Resumed,
    RunEnded,
    RunStarted,
    SnapshotTaken,
)
from engine.schedules import Mark
from engine.travel import Fork
from tui.lab.happenings import mark_of
from tui.lab.log import LogEntry, entries
from tui.plots.palette import Identity
from tui.plots.seen import RunSeen

if TYPE_CHECKING:
    from engine.history import Reading, RunHistory
    from engine.runfile import Rows
    from engine.runs import RunInfo, StoredRun

SPEED_OVER = 1.0
"""Seconds of training over which the speed is measured."""
KEPT_LINES = 1000
"""Lines of a run's log that the lab keeps; a worker says fewer, however much is printed."""


class LiveRun:
    """Grows as messages about the run arrive."""

    def __init__(self, info: RunInfo, label: str, identity: Identity, *, standard: bool) -> None:
        from engine.history import Points, RunHistory

        self.info = info
        self.label = label
        """What the learner calls it: the scenario's label, until another name is given."""
        self.own_label = label
        self.identity = identity
        self.standard = standard
        """Whether it runs with the scenario's own settings."""
        self.history: RunHistory = RunHistory()
        self.seen = RunSeen(label, identity)
        self.started: RunStarted | None = None
        self.parent: LiveRun | None = None
        """The run that it goes on from, where that is known here."""
        self.snapshots: tuple[int, ...] = ()
        """Steps of the points that it can be gone back to."""
        self.ended: RunEnded | None = None
        self.cut_off = False
        """Whether it is from disk and no end of it is on record: nobody waited for it."""
        self.broke: NonFinite | None = None
        """Where its numbers stopped being numbers."""
        self.marks: list[Mark] = []
        """What has happened to it at which step."""
        self.paused = False
        self.metrics: tuple[Metric, ...] = ()
        """The latest ones measured."""
        self.first_metric = Points()
        """All values of the first of them."""
        self.changes: tuple[HyperparameterSet, ...] = ()
        """What was changed by hand on the way."""
        self.replans: tuple[Replanned, ...] = ()
        """How long it was going to be, each time its batch size was changed."""
        self.log: list[LogEntry] = []
        """What its trainer printed and the engine told; how it ended is always among it."""
        self._speed_from = (0, 0.0)
        self.steps_per_second = 0.0

    @classmethod
    def restored(
        cls,
        stored: StoredRun,
        label: str,
        identity: Identity,
        *,
        standard: bool,
        parent: LiveRun | None = None,
    ) -> LiveRun:
        """A run from disk, as it was when it ended."""
        run = cls(stored.info, label, identity, standard=standard)
        run.parent = parent
        run.take(stored.rows, stored.events)
        run.cut_off = run.ended is None
        run.paused = False
        return run

    def call(self, name: str | None) -> None:
        """Give it another name; None gives its own back."""
        self.label = self.seen.name = name or self.own_label

    @property
    def scenario(self) -> str:
        """Key of its scenario."""
        return self.info.request.name

    @property
    def fork_of(self) -> Fork | None:
        """The point of another run that it goes on from; None where it began at the beginning."""
        return self.info.request.fork

    @property
    def first_step(self) -> int:
        """Updates that were made before, in the run that it goes on from."""
        return 0 if self.started is None else self.started.first_step

    def at(self, step: int) -> Reading:
        """What is known about a step; those before it began are its parent's."""
        if self.parent is not None and step <= self.first_step:
            return self.parent.at(step)
        return self.history.at(step)

    @property
    def replanned(self) -> Replanned | None:
        """How long it is going to be, where its batch size was changed."""
        return self.replans[-1] if self.replans else None

    @property
    def under_way(self) -> bool:
        """Whether it may still say something."""
        return self.ended is None and not self.cut_off

    @property
    def noisy(self) -> bool:
        """Whether its losses are those of small batches, which scatter: worth smoothing."""
        return self.started is not None and self.started.steps_per_epoch > 1

    def take(self, rows: Rows | None, events: Sequence[Event]) -> None:
        """Note what is new."""
        for event in events:
            self._note(event)
            if len(self.log) < KEPT_LINES or isinstance(event, RunEnded):
                self.log += entries(event)
        self.marks += [mark for mark in map(mark_of, events) if mark is not None]
        # Of a record whose beginning is lost it cannot be told what its numbers mean.
        if rows is not None and len(rows) and self.started is not None:
            self.history.append(rows)
            self._measure_speed()

    def _note(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._begin(event)
            case Evaluated(split="validation", weights="current"):
                self.history.add_evaluation(event.step, event.loss)
                self.metrics = event.metrics
                if event.metrics:
                    self.first_metric.append([event.step], [event.metrics[0].value])
            case Probed():
                self.seen.add(event.seen, event.probe, event.step)
            case SnapshotTaken():
                self.snapshots = (*self.snapshots, event.step)
            case HyperparameterSet():
                self.standard = False  # it no longer shows what the lesson asks about
                self.changes = (*self.changes, event)
            case NonFinite():
                self.broke = event
            case Paused():
                self.paused = True
            case Resumed():
                self.paused = False
            case Replanned():
                self.replans = (*self.replans, event)
                if self.started is not None:
                    self.started = replace(self.started, steps=event.steps)
            case RunEnded():
                self.ended, self.paused = event, False

    def _begin(self, started: RunStarted) -> None:
        from engine.history import RunHistory

        self.started = started
        self.history = RunHistory(started.groups, started.first_step)
        self.seen.record(started.layers, self.history.layer_norms)
        self._speed_from = (started.first_step, 0.0)
        if self.parent is not None:
            self.seen.follow(self.parent.seen, started.first_step)

    def _measure_speed(self) -> None:
        step, seconds = self._speed_from
        passed = self.history.seconds - seconds
        if passed > 0 and (passed >= SPEED_OVER or seconds == 0):
            self.steps_per_second = (self.history.step - step) / passed
        if passed >= SPEED_OVER:
            self._speed_from = (self.history.step, self.history.seconds)
