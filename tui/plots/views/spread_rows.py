"""Histograms of layers, one below the other: numbers, the shape now, and its width over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.heatmap import Levels
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.scale import LEVELS, NONE, paint_halves
from tui.plots.spread import Numbers, draw_ridge, quantiles, rebinned
from tui.plots.ticks import step_label
from tui.plots.views.layer_rows import chosen, fitted, name_width, stacked
from tui.plots.views.panels import Box
from tui.plots.views.time_map import in_cells

GAP = 2
NARROWEST_RIDGE, WIDEST_RIDGE = 6, 48
NARROWEST_BAND = 12
TALLEST = 5
LEAST_ROWS_WITH_BAND = 3
"""Rows of a layer in which the width over time can be told."""
WIDE, MIDDLE, MEDIAN = LEVELS // 4, LEVELS // 2, LEVELS - 1
"""Levels of the middle 90 % and 50 %, and of the median."""
Counted = tuple[tuple[float, float], Numbers]
"""Outer edges, and the count in each bin."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of numbers."""

    head: str
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class SpreadRow:
    """One layer."""

    name: str
    figures: tuple[str, ...]
    """One for each column of numbers."""
    looks: tuple[Counted, ...]
    """Its histograms, oldest first; the last one is drawn as a shape."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """What is drawn."""

    title: str
    rows: tuple[SpreadRow, ...]
    figures: tuple[Figure, ...]
    """Those on the left give way first."""
    steps: tuple[int, ...]
    """When the histograms were taken."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of what stands side by side in a row; 0 for what has no room."""

    name: int
    figures: int
    """Numbers that are written, counted from the right."""
    ridge: int
    band: int


def draw_spread(canvas: Canvas, look: Look, box: Box, what: Spread) -> None:
    """Draw as many layers as have room, from the first to the last."""
    if box.width < 1 or box.height < 1:
        return
    shown = chosen([row.name for row in what.rows], box.height - 1)
    height = stacked(len(shown), box.height - 1, TALLEST)
    columns = _columns(what, [what.rows[index] for index in shown], box.width, height)
    x = _write_head(canvas, look, box, what, (columns, len(shown)))
    for place, index in enumerate(shown):
        y = box.top + 1 + place * height
        _draw_row(canvas, look, what.rows[index], (box.left, y, height), (what, columns))
        if columns.band:
            at = (x, y, columns.band, height)
            _draw_band(canvas, look, what.rows[index], what.steps, at)


def _columns(what: Spread, rows: Sequence[SpreadRow], width: int, height: int) -> _Columns:
    name = min(name_width([row.name for row in rows], width), width)
    rest = width - name
    kept = list(what.figures)
    while kept and sum(figure.width for figure in kept) + GAP + NARROWEST_RIDGE > rest:
        kept.pop(0)
    rest = max(0, rest - sum(figure.width for figure in kept) - GAP)
    banded = height >= LEAST_ROWS_WITH_BAND and len(what.steps) > 1
    band = rest // 2 if banded and rest >= NARROWEST_RIDGE + GAP + NARROWEST_BAND else 0
    ridge = min(WIDEST_RIDGE, rest - band - (GAP if band else 0))
    return _Columns(name, len(kept), ridge, band and rest - ridge - GAP)


def _write_head(
    canvas: Canvas, look: Look, box: Box, what: Spread, shown: tuple[_Columns, int]
) -> int:
    """Title and heads of the columns; returns the cell where the bands begin."""
    columns, count = shown
    bold, muted = style(look, look.colours.text, bold=True), style(look, look.colours.muted)
    figures = what.figures[len(what.figures) - columns.figures :]
    few = f"  {count} of {len(what.rows)}" if count < len(what.rows) else ""
    heads = "".join(figure.head.rjust(figure.width) for figure in figures)
    start = columns.name + cell_len(heads) - cell_len(heads.lstrip())
    room = start - 1 if heads else columns.name + columns.ridge
    x = canvas.text(box.left, box.top, shorten(what.title, room), bold)
    if cell_len(few) < box.left + room - x:
        canvas.text(x, box.top, few, muted)
    x = canvas.text(box.left + start, box.top, heads.lstrip(), muted) + GAP
    if heads and columns.ridge >= NARROWEST_RIDGE:
        canvas.text(x, box.top, "0".center(columns.ridge).rstrip(), muted)
    x += columns.ridge + GAP
    if columns.band:
        first, last = step_label(what.steps[0]), f"step {step_label(what.steps[-1])}"
        begin = x + columns.band - cell_len(last)
        if canvas.text(x, box.top, shorten(first, columns.band), muted) + GAP <= begin:
            canvas.text(begin, box.top, last, muted)
    return x


def _draw_row(
    canvas: Canvas,
    look: Look,
    row: SpreadRow,
    at: tuple[int, int, int],
    how: tuple[Spread, _Columns],
) -> None:
    """Name, numbers, and the shape with 0 in its middle."""
    (left, y, height), (what, columns) = at, how
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    x = canvas.text(left, y, fitted(row.name, columns.name), muted)
    hidden = len(what.figures) - columns.figures
    for figure, words in zip(what.figures[hidden:], row.figures[hidden:], strict=True):
        x = canvas.text(x, y, shorten(words, figure.width - 1).rjust(figure.width), text)
    if not row.looks or columns.ridge < 1:
        return
    edges, counts = row.looks[-1]
    reach = reach_of((row.looks[-1],))
    shape = rebinned(edges, counts, (-reach, reach), columns.ridge)
    colour = (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[0]
    rows = inked(height)
    draw_ridge(canvas, look, shape, (x + GAP, y + rows - 1, rows), colour)


def inked(height: int) -> int:
    """Rows of a layer that are drawn on: a free one keeps it apart from the next."""
    return max(1, height - 1)


def reach_of(looks: Sequence[Counted]) -> float:
    """Half the width of an axis with 0 in its middle that holds everything counted."""
    ends = [abs(end) for edges, _ in looks for end in edges if np.isfinite(end)]
    return max(ends, default=0.0) or 1.0


def _draw_band(
    canvas: Canvas,
    look: Look,
    row: SpreadRow,
    steps: Sequence[int],
    at: tuple[int, int, int, int],
) -> None:
    """The middle 90 %, the middle half and the median over time, 0 half-way up."""
    x, y, width, height = at
    lines = np.array([quantiles(*look) for look in row.looks]).T
    if not lines.size:
        return
    when = np.array(steps, dtype=np.int64)
    cells = in_cells(when, lines, float(when[-1]), width)
    reach = float(np.nanmax(np.abs(lines), initial=0.0)) or 1.0
    rows = 2 * inked(height)
    paint_halves(canvas, _band(cells / reach, rows), look, (x, y))


def _band(lines: NDArray[np.float64], rows: int) -> Levels:
    """(rows, columns) levels of quantiles, (5, columns), that lie between -1 and 1."""
    places = (1 - np.clip(np.nan_to_num(lines), -1, 1)) / 2 * (rows - 1)
    row = np.arange(rows)[:, None]
    lowest, low, middle, high, highest = np.rint(places)
    levels: Levels = np.full((rows, lines.shape[1]), NONE, dtype=np.int64)
    levels[(row >= highest) & (row <= lowest)] = WIDE
    levels[(row >= high) & (row <= low)] = MIDDLE
    levels[row == middle] = MEDIAN
    levels[:, np.isnan(lines).any(axis=0)] = NONE
    return levels
