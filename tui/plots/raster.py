"""Ink of a line: from the columns of a window to lit dots.

In each dot column the stretch from the smallest to the largest value is lit, so that no spike
is lost; neighbouring columns are joined from newest to oldest value, as the line runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.columns import Flags, Floats, Window
from tui.plots.dots import Dots
from tui.plots.limits import Limits
from tui.plots.palette import LineStyle

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Lit rows of each dot column, from `top` to `bottom`; none where `top` > `bottom`."""

    top: Rows
    bottom: Rows


def rows_of(values: Floats, limits: Limits, dots: int) -> Floats:
    """Dot rows of values, 0 at the upper limit; NaN for what cannot be placed.

    Rows far outside are held near, so that they stay whole numbers.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if limits.log:
            lo, hi = np.log(limits.lo), np.log(limits.hi)
            place = (np.log(np.where(values > 0, values, np.nan)) - lo) / (hi - lo)
        else:
            place = (values - limits.lo) / (limits.hi - limits.lo)
        rows = (1 - place) * (dots - 1)
    rows[~np.isfinite(rows)] = np.nan
    held: Floats = np.clip(rows, -1000 * dots, 1000 * dots)
    return held


def spans(window: Window, limits: Limits, dots: int) -> Spans:
    """Rows that each column of a window lights on a plot that is `dots` high."""
    upper, lower = rows_of(window.hi, limits, dots), rows_of(window.lo, limits, dots)
    entry, leave = rows_of(window.first, limits, dots), rows_of(window.last, limits, dots)
    inked = np.isfinite(upper)
    # On a log axis a column may reach down to 0 and below: to the lower limit, as drawn.
    lower[inked & np.isnan(lower)] = dots - 1
    columns = np.flatnonzero(inked)
    holes = window.nonfinite | (np.isfinite(window.hi) & ~inked)
    linked = _bridge(columns, holes, (upper, lower, entry, leave))

    lit = np.isfinite(upper)
    top = np.where(lit, np.rint(np.nan_to_num(upper)), 1).astype(np.int64)
    bottom = np.where(lit, np.rint(np.nan_to_num(lower)), 0).astype(np.int64)
    _join(top, bottom, entry, leave, linked)
    return Spans(top, bottom)


def spans_of(windows: Sequence[Window], limits: Limits, dots: int) -> list[Spans]:
    """The same for many lines at once: one long one, broken where the next begins.

    What numpy costs by the call is paid once, so that eight runs cost hardly more than one.
    """
    if not windows:
        return []
    found = spans(_end_to_end(windows), limits, dots)
    ends = np.cumsum([len(window.lo) + 1 for window in windows])
    places = [
        slice(end - 1 - len(window.lo), end - 1)
        for end, window in zip(ends.tolist(), windows, strict=True)
    ]
    return [Spans(found.top[place], found.bottom[place]) for place in places]


def _end_to_end(windows: Sequence[Window]) -> Window:
    """Windows after each other, each closed by a column that no line crosses."""
    nothing, broken = np.array([np.nan]), np.array([True])

    def joined(parts: Iterable[Floats]) -> Floats:
        return np.concatenate([piece for part in parts for piece in (part, nothing)])

    return Window(
        lo=joined(window.lo for window in windows),
        hi=joined(window.hi for window in windows),
        first=joined(window.first for window in windows),
        last=joined(window.last for window in windows),
        nonfinite=np.concatenate(
            [piece for window in windows for piece in (window.nonfinite, broken)]
        ),
        edges=windows[0].edges,
    )


def _bridge(
    columns: NDArray[np.intp], holes: Flags, lines: tuple[Floats, Floats, Floats, Floats]
) -> NDArray[np.intp]:
    """Draw straight lines over columns without values; returns columns linked to their right.

    A value that cannot be drawn breaks the line.
    """
    entry, leave = lines[2:]
    left, right = columns[:-1], columns[1:]
    broken = np.cumsum(holes)
    whole = np.isfinite(leave[left]) & np.isfinite(entry[right])
    whole &= broken[right - 1] - broken[left] == 0
    left, right = left[whole], right[whole]
    if not len(left):
        return left
    length = right - left
    linked = np.repeat(left, length) + _counted(length)
    share = _counted(length) / np.repeat(length, length)
    begin, end = np.repeat(leave[left], length), np.repeat(entry[right], length)
    between = share > 0
    rows = (begin + share * (end - begin))[between]
    for line in lines:
        line[linked[between]] = rows
    return linked


def _counted(lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """0 … n - 1 for each n, one after the other."""
    ends = np.cumsum(lengths)
    counted: NDArray[np.intp] = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
    return counted


def _join(top: Rows, bottom: Rows, entry: Floats, leave: Floats, linked: NDArray[np.intp]) -> None:
    """Lengthen neighbouring columns towards each other until they touch, half the way each."""
    start = np.rint(leave[linked]).astype(np.int64)
    end = np.rint(entry[linked + 1]).astype(np.int64)
    gap = np.abs(end - start) - 1
    ours, theirs = np.maximum(gap + 1, 0) // 2, np.maximum(gap, 0) // 2
    down = end > start
    np.minimum.at(top, linked, np.where(down, start, start - ours))
    np.maximum.at(bottom, linked, np.where(down, start + ours, start))
    np.minimum.at(top, linked + 1, np.where(down, end - theirs, end))
    np.maximum.at(bottom, linked + 1, np.where(down, end, end + theirs))


def ink(spans_: Spans, dots: int, line: LineStyle = "solid") -> Dots:
    """Lit dots, `dots` rows high; what lies outside is cut off.

    Broken lines are patterned along their run: flat stretches by column, steep ones by row.
    """
    row = np.arange(dots)[:, None]
    lit: Dots = (row >= spans_.top) & (row <= spans_.bottom)
    if line == "solid":
        return lit
    steep = spans_.bottom - spans_.top > 2
    along_rows, along_columns = _pattern(dots, line)[:, None], _pattern(lit.shape[1], line)
    return lit & np.where(steep, along_rows, along_columns)


@lru_cache(maxsize=64)
def _pattern(length: int, line: LineStyle) -> Dots:
    """Which of so many dots in a row are inked."""
    along = np.arange(length)
    if line == "dashed":
        dashes: Dots = along % 6 < 4
        return dashes
    dotted: Dots = along % (2 if line == "dotted" else 4) == 0
    return dotted
