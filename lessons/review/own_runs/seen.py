"""The learner's runs of one lesson, as far as questions can be asked about them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import isfinite, log10
from statistics import median

from engine.request import Parameters, Value
from engine.run_entry import RunEntry
from engine.runs import RunStore
from engine.thumbnail import CurvePoint, thumbnail
from lessons.review.clock import Clock, instant
from lessons.review.item import fingerprint
from lessons.review.questions import EVER
from lessons.schema import Lesson

FEWEST, MOST = 20, 200_000
"""Steps of a run that says something, and of one that is looked through in a moment."""
APART = 0.08
"""By how much, in powers of ten, two losses differ that an eye tells apart."""


@dataclass(frozen=True)
class SeenRun:
    """A run that was made at least a day ago, the latest of its settings."""

    entry: RunEntry
    lesson: Lesson
    store: RunStore

    @property
    def parameters(self) -> Parameters:
        """The knobs it was made with."""
        return self.entry.info.request.parameters

    @property
    def made(self) -> datetime:
        """When."""
        return made(self.entry)

    @property
    def name(self) -> str:
        """A short name of its settings, in ids."""
        return fingerprint(*sorted(map(str, self.parameters)))

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """Its loss in few points."""
        return thumbnail(self.store.folder(self.entry.run))

    def value(self, knob: str) -> Value | None:
        """What a knob stood at."""
        return dict(self.parameters).get(knob)

    def without(self, knob: str) -> frozenset[tuple[str, Value]]:
        """All other knobs."""
        return frozenset(pair for pair in self.parameters if pair[0] != knob)

    @property
    def losses(self) -> list[float]:
        """The losses that are numbers."""
        return [point.loss for point in self.curve if isfinite(point.loss)]

    @property
    def log_y(self) -> bool:
        """Whether its loss spans so much that only a logarithmic axis shows it."""
        positive = [loss for loss in self.losses if loss > 0]
        return bool(positive) and max(positive) > 30 * min(positive)


def made(entry: RunEntry) -> datetime:
    """When a run was made."""
    return instant(entry.info.created) or EVER


def seen_runs(
    lesson: Lesson, entries: Iterable[RunEntry], store: RunStore, clock: Clock
) -> list[SeenRun]:
    """Runs of a lesson that can be asked about, the newest settings first."""
    found: dict[str, SeenRun] = {}
    for entry in entries:
        if entry.info.request.origin == lesson.id and _tells(entry) and _slept_over(entry, clock):
            run = SeenRun(entry, lesson, store)
            found.setdefault(run.name, run)
    return list(found.values())


def apart(one: SeenRun, other: SeenRun) -> bool:
    """Whether the two curves look different over most of the steps that both have."""
    if "diverged" in (one.entry.status, other.entry.status):
        return one.entry.status != other.entry.status
    steps = [point.step for point in other.curve]
    gaps = []
    for point in one.curve if steps else ():
        at = bisect_left(steps, point.step)
        beside = other.curve[max(at - 1, 0) : at + 1]
        nearest = min(beside, key=lambda their: abs(their.step - point.step))
        if point.loss > 0 and nearest.loss > 0:
            gaps.append(abs(log10(point.loss) - log10(nearest.loss)))
    return bool(gaps) and median(gaps) > APART


def _tells(entry: RunEntry) -> bool:
    asked = entry.info.request
    whole = asked.fork is None and not asked.changes and asked.steps is None
    return whole and entry.status in ("finished", "diverged") and FEWEST <= entry.steps <= MOST


def _slept_over(entry: RunEntry, clock: Clock) -> bool:
    when = made(entry)
    return clock.day(when) < clock.today() or when > clock.now()
