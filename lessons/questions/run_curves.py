"""What was recorded at every step of a run, as plain numbers: for curves small enough to count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from engine.errors import EngineError
from engine.runfile import map_rows
from engine.runs import STEPS, RunStore
from lessons.questions.forms import Metric

MOST = 100_000
"""Steps that are read at most."""


@dataclass(frozen=True, slots=True)
class RunCurve:
    """A value at every step of a run."""

    first: int
    """The first step."""
    values: tuple[float, ...]
    """From that step on; may hold what is no number."""

    @property
    def last(self) -> int:
        """The last step."""
        return self.first + len(self.values) - 1

    def at(self, step: int) -> float:
        """The value of a step that it has."""
        return self.values[step - self.first]

    def columns(self, count: int) -> tuple[tuple[float, ...], ...]:
        """The values in so many equal stretches, one after the other; some may be empty."""
        edges = [index * len(self.values) // count for index in range(count + 1)]
        return tuple(self.values[begin:end] for begin, end in pairwise(edges))


ReadCurve = Callable[[str, Metric], RunCurve | None]
"""Reads the curve of the run with that id; None where it is gone."""


def curve_reader(store: RunStore) -> ReadCurve:
    """A reader of the runs in a store."""

    def read(run: str, metric: Metric) -> RunCurve | None:
        return read_curve(store, run, metric)

    return read


def read_curve(store: RunStore, run: str, metric: Metric) -> RunCurve | None:
    """The curve of a run; None where it is gone, or has no steps."""
    try:
        rows = map_rows(store.folder(run) / STEPS)
    except (OSError, ValueError, EngineError):
        return None
    if not len(rows):
        return None
    column = rows["lr"][:MOST, 0] if metric == "lr" else rows[metric][:MOST]
    return RunCurve(int(rows["step"][0]), tuple(map(float, column)))
