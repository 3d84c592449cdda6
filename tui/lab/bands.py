"""Several seeds as one band: the lowest and the highest of them, and the one in the middle.

Both are read from the curves of the runs when they are drawn, so that they cost the same at any
length, grow with runs that are under way, and lose no extreme.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.columns import Window
from tui.plots.spec import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What the seeds say about one step. NaN, and no runs, where none has a value."""

    middle: float
    """The median."""
    lowest: float
    highest: float
    runs: int
    """Seeds that have a value there: where it falls, some have ended or are no longer numbers."""


class Curves:
    """The same measurement of several runs."""

    def __init__(self, curves: Sequence[Trace]) -> None:
        self._curves = tuple(curves)

    def __len__(self) -> int:
        """As many values as the longest has."""
        return max(map(len, self._curves), default=0)

    def spread(self, position: float) -> Spread:
        """What they say at a step."""
        values = [curve.at(position) for curve in self._curves]
        finite = [value for value in values if math.isfinite(value)]
        if not finite:
            return Spread(middle=math.nan, lowest=math.nan, highest=math.nan, runs=0)
        return Spread(
            middle=float(np.median(finite)),
            lowest=min(finite),
            highest=max(finite),
            runs=len(finite),
        )

    def latest_spread(self) -> Spread:
        """What they say at the newest value of each."""
        return Curves([_Newest(curve) for curve in self._curves]).spread(0)

    def windows(self, first: float, last: float, columns: int) -> tuple[list[Window], Window]:
        """Every curve in the same columns, and the longest one's."""
        windows = [curve.window(first, last, columns) for curve in self._curves]
        longest = max(zip(map(len, self._curves), windows, strict=True), key=lambda pair: pair[0])
        return windows, longest[1]


class _Newest:
    """A curve that has its newest value everywhere."""

    def __init__(self, curve: Trace) -> None:
        self._curve = curve
        self.latest = curve.latest

    def __len__(self) -> int:
        return 1

    def at(self, position: float, /) -> float:  # noqa: ARG002 - everywhere the same
        return self.latest

    def window(self, first: float, last: float, columns: int, /) -> Window:
        return self._curve.window(first, last, columns)


class Middle(Curves):
    """The median over the seeds, as a curve."""

    @property
    def latest(self) -> float:
        """The median of the newest values."""
        return self.latest_spread().middle

    def at(self, position: float, /) -> float:
        """The median at a step."""
        return self.spread(position).middle

    def window(self, first: float, last: float, columns: int, /) -> Window:
        """One value a column: the median at its newest step."""
        windows, longest = self.windows(first, last, columns)
        values = _over_runs(np.nanmedian, [window.last for window in windows])
        nothing = np.zeros(columns, dtype=np.bool_)
        return Window(values, values, values, values, nothing, longest.edges)


class Envelope(Curves):
    """Everything from the lowest seed to the highest, as a curve that is as thick as that."""

    @property
    def latest(self) -> float:
        """The highest of the newest values."""
        return self.latest_spread().highest

    def at(self, position: float, /) -> float:
        """The highest at a step."""
        return self.spread(position).highest

    def window(self, first: float, last: float, columns: int, /) -> Window:
        """The lowest and the highest value of any seed in each column."""
        windows, longest = self.windows(first, last, columns)
        lo = _over_runs(np.nanmin, [window.lo for window in windows])
        hi = _over_runs(np.nanmax, [window.hi for window in windows])
        # Neighbouring columns are joined from newest to oldest value: inside, they need no joint.
        inside = _over_runs(np.nanmedian, [_held(window.last) for window in windows])
        inside = np.clip(np.where(np.isfinite(inside), inside, (lo + hi) / 2), lo, hi)
        nothing = np.zeros(columns, dtype=np.bool_)
        return Window(lo, hi, inside, inside, nothing, longest.edges)


Floats = NDArray[np.float64]


def _held(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)


def _over_runs(summary: Callable[..., Floats], rows: Sequence[Floats]) -> Floats:
    """One number a column from those of all runs; NaN where none has one."""
    table = np.stack([_held(row) for row in rows])
    some = np.isfinite(table).any(axis=0)
    values = np.full(table.shape[1], np.nan)
    if some.any():
        values[some] = summary(table[:, some], axis=0)
    return values
