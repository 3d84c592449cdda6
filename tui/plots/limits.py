"""Limits of a y axis: snapped outwards to round numbers, and kept while they fit.

A live axis that follows every value repaints the whole plot each time and cannot be read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tui.plots.ticks import LARGEST, linear_ticks, nice_step

SMALLEST = 1e-300
STEPS = 4
"""Round steps that an axis is cut into."""
MOST_TICKS = 5
LONGEST_LABEL = 7
"""Cells that a number beside an axis may have; an axis whose ends are so close that its numbers
need more is made longer."""
LEAST_USE = 0.25
"""An axis of which less is used shrinks."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Both ends of an axis, and its kind."""

    lo: float
    hi: float
    log: bool = False

    def place(self, value: float) -> float:
        """Where a value lies: 0 at `lo`, 1 at `hi`; a log axis needs a value above 0."""
        if not self.log:
            return (value - self.lo) / (self.hi - self.lo)
        # Differences of logarithms: the ratio of the ends may be beyond float64.
        lo, hi = math.log(self.lo), math.log(self.hi)
        return (math.log(value) - lo) / (hi - lo)


def snap(lo: float, hi: float, *, log: bool = False) -> Limits:
    """Smallest round limits around finite values `lo` ≤ `hi`; on a log axis both are above 0.

    A linear axis starts at 0 where the values come near it, so that heights can be compared.
    """
    return _snap_log(lo, hi) if log else _snap_linear(lo, hi)


def _snap_linear(lo: float, hi: float) -> Limits:
    lo, hi = (max(-LARGEST, min(end, LARGEST)) for end in (lo, hi))
    lo, hi = (end if abs(end) >= SMALLEST else 0.0 for end in (lo, hi))
    if 0 <= lo <= 0.5 * hi or (lo == hi and lo > 0):
        lo = 0.0
    if hi <= 0 and (hi >= 0.5 * lo or lo == hi):
        hi = 0.0
    if hi - lo <= 1e-9 * max(abs(hi), abs(lo)):
        # A flat line, or one too flat for float64 to be cut into steps.
        room = 0.1 * max(abs(hi), abs(lo)) or 1.0
        lo, hi = lo - (room if hi else 0.0), hi + room
    step = nice_step(hi - lo, STEPS)
    limits = _cut(lo, hi, step)
    while not _written(limits):
        step = nice_step(1.5 * step, 1)
        limits = _cut(lo, hi, step)
    return limits


def _cut(lo: float, hi: float, step: float) -> Limits:
    return Limits(math.floor(lo / step + 1e-6) * step, math.ceil(hi / step - 1e-6) * step)


def _written(limits: Limits) -> bool:
    """Whether the numbers of the axis are short enough to stand beside it."""
    ticks = linear_ticks(limits.lo, limits.hi, MOST_TICKS)
    return all(len(tick.label) <= LONGEST_LABEL for tick in ticks)


def _snap_log(lo: float, hi: float) -> Limits:
    lo, hi = (max(SMALLEST, min(end, LARGEST)) for end in (lo, hi))
    fine = hi / lo < 1000
    low, high = _round_down(lo, fine=fine), _round_up(hi, fine=fine)
    if low == high:
        low, high = _round_down(low * 0.99, fine=fine), _round_up(high * 1.01, fine=fine)
    return Limits(low, high, log=True)


def _round_down(value: float, *, fine: bool) -> float:
    """Largest power of ten (or 1, 2, 5 times one, where `fine`) that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    factors = (5, 2, 1) if fine else (1,)
    return next((f * power for f in factors if f * power <= value * (1 + 1e-9)), power)


def _round_up(value: float, *, fine: bool) -> float:
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    factors = (1, 2, 5, 10) if fine else (1, 10)
    return next((f * power for f in factors if f * power >= value * (1 - 1e-9)), 10 * power)


class StickyLimits:
    """Remembers the limits of one axis and changes them only when it must."""

    def __init__(self) -> None:
        self._kept: Limits | None = None

    def fit(self, lo: float, hi: float, *, log: bool = False) -> Limits:
        """Limits around the values: those of the last call while they fit and are well used."""
        kept = self._kept
        if kept is None or kept.log != log or not _fits(kept, lo, hi):
            kept = self._kept = snap(lo, hi, log=log)
        return kept

    def forget(self) -> None:
        """Start anew at the next call."""
        self._kept = None


def _fits(kept: Limits, lo: float, hi: float) -> bool:
    if lo < kept.lo or hi > kept.hi:
        return False
    snapped = snap(lo, hi, log=kept.log)
    return kept.place(snapped.hi) - kept.place(snapped.lo) >= LEAST_USE
