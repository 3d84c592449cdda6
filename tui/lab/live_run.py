"""One run as the lab knows it: who it is, what it recorded, what it is doing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.events import (
    Evaluated,
    Event,
    HyperparameterSet,
    LogLine,
    Metric,
    NonFinite,
    Paused,
    Probed,
    Resumed,
    RunEnded,
    RunStarted,
)
from tui.plots.palette import Identity
from tui.plots.seen import RunSeen

if TYPE_CHECKING:
    from engine.history import RunHistory
    from engine.runfile import Rows
    from engine.runs import RunInfo, StoredRun

SPEED_OVER = 1.0
"""Seconds of training over which the speed is measured."""
KEPT_LINES = 200
"""Lines of a run's output that the lab keeps."""


class LiveRun:
    """Grows as messages about the run arrive."""

    def __init__(self, info: RunInfo, label: str, identity: Identity, *, standard: bool) -> None:
        from engine.history import RunHistory

        self.info = info
        self.label = label
        """What the learner calls it: the scenario's label."""
        self.identity = identity
        self.standard = standard
        """Whether it runs with the scenario's own settings."""
        self.history: RunHistory = RunHistory()
        self.seen = RunSeen(label, identity)
        self.started: RunStarted | None = None
        self.ended: RunEnded | None = None
        self.broke: NonFinite | None = None
        """Where its numbers stopped being numbers."""
        self.paused = False
        self.metrics: tuple[Metric, ...] = ()
        """The latest ones measured."""
        self.output: list[str] = []
        """What the lab's code printed."""
        self._speed_from = (0, 0.0)
        self.steps_per_second = 0.0

    @classmethod
    def restored(
        cls, stored: StoredRun, label: str, identity: Identity, *, standard: bool
    ) -> LiveRun:
        """A run from disk, as it was when it ended."""
        run = cls(stored.info, label, identity, standard=standard)
        run.take(stored.rows, stored.events)
        return run

    @property
    def scenario(self) -> str:
        """Key of its scenario."""
        return self.info.request.name

    @property
    def under_way(self) -> bool:
        """Whether it may still say something."""
        return self.ended is None

    @property
    def noisy(self) -> bool:
        """Whether its losses are those of small batches, which scatter: worth smoothing."""
        return self.started is not None and self.started.steps_per_epoch > 1

    def take(self, rows: Rows | None, events: Sequence[Event]) -> None:
        """Note what is new."""
        for event in events:
            self._note(event)
        if rows is not None and len(rows):
            self.history.append(rows)
            self._measure_speed()

    def _note(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._begin(event)
            case Evaluated(split="validation", weights="current"):
                self.history.add_evaluation(event.step, event.loss)
                self.metrics = event.metrics
            case Probed():
                self.seen.add(event.seen, event.probe, event.step)
            case HyperparameterSet():
                self.standard = False  # it no longer shows what the lesson asks about
            case NonFinite():
                self.broke = event
            case Paused():
                self.paused = True
            case Resumed():
                self.paused = False
            case LogLine() if len(self.output) < KEPT_LINES:
                self.output.append(event.text)
            case RunEnded():
                self.ended, self.paused = event, False

    def _begin(self, started: RunStarted) -> None:
        from engine.history import RunHistory

        self.started = started
        self.history = RunHistory(started.groups)
        self.seen.record(started.layers, self.history.layer_norms)

    def _measure_speed(self) -> None:
        step, seconds = self._speed_from
        passed = self.history.seconds - seconds
        if passed > 0 and (passed >= SPEED_OVER or step == 0):
            self.steps_per_second = (self.history.step - step) / passed
        if passed >= SPEED_OVER:
            self._speed_from = (self.history.step, self.history.seconds)
