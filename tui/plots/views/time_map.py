"""A number of each layer over time, as a heat map: rows are layers, columns stretches of steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style
from tui.plots.scale import Scale, legend, paint
from tui.plots.ticks import reading, step_label
from tui.plots.views.layer_rows import chosen, fitted, name_width, stacked
from tui.plots.views.panels import Box

Values = NDArray[np.float64]
Column = tuple[str, tuple[str, ...]]
"""Its head, and a word for each layer."""
NUMBER = 9
"""Cells of a number at the end of each row, …"""
LEAST_WITH_NUMBERS = 34
"""… where a map is this wide."""
LEAST_ROWS_WITH_AXIS = 4
TALLEST = 3
LOG = ", log"
NARROWEST_LEGEND = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeMap:
    """What is drawn."""

    title: str
    names: tuple[str, ...]
    """One for each layer, the first one at the top."""
    count: int
    """Layers in all; there may be more than names."""
    steps: NDArray[np.int64]
    """(times,): ascending; where each column of the values begins."""
    values: Values
    """(layers, times); nan for what was not measured, inf for what is no number."""
    last: float
    """Step at the right edge."""
    scale: Scale
    note: str = ""
    """What to compare the values with, written where it has room."""
    beside: tuple[Column, ...] = ()
    """Other numbers of each layer."""


def draw_time_map(canvas: Canvas, look: Look, box: Box, what: TimeMap) -> None:
    """Title and scale, a row or more for each layer, the steps below."""
    if box.width < 1 or box.height < 1:
        return
    axis = 1 if box.height >= LEAST_ROWS_WITH_AXIS else 0
    gutter = min(name_width(what.names, box.width), box.width - 1)
    numbers = _numbers(what, box.width - gutter) if box.width >= LEAST_WITH_NUMBERS else ()
    head = 2 if len(numbers) > 1 and box.height >= LEAST_ROWS_WITH_AXIS else 1
    rows = max(0, box.height - head - axis)
    names = chosen(what.names[: len(what.values)], rows)
    _write_title(canvas, look, box, what, len(names))
    if not names:
        return
    height = stacked(len(names), rows, TALLEST)
    columns = max(1, box.width - gutter - NUMBER * len(numbers))
    top = box.top + head
    levels = what.scale.levels(in_cells(what.steps, what.values[names], what.last, columns))
    muted = style(look, look.colours.muted)
    paint(canvas, levels.repeat(height, axis=0), look, (box.left + gutter, top))
    for place, index in enumerate(names):
        canvas.text(box.left, top + place * height, fitted(what.names[index], gutter), muted)
    for column, (name, words) in enumerate(numbers):
        right = box.left + gutter + columns + NUMBER * (column + 1)
        if head > 1:
            canvas.text(right - cell_len(name), top - 1, name, muted)
        for place, index in enumerate(names):
            at = (right - cell_len(words[index]), top + place * height)
            canvas.text(*at, words[index], style(look, look.colours.text))
    if axis:
        y = top + len(names) * height
        _write_axis(canvas, look, what, (box.left + gutter, y, columns))


def _numbers(what: TimeMap, room: int) -> tuple[Column, ...]:
    """Columns of numbers that leave the map half of the room: the newest values, then others."""
    now = ("now", tuple(newest(row) for row in what.values))
    return (now, *what.beside)[: max(1, room // 2 // NUMBER)]


def in_cells(steps: NDArray[np.int64], values: Values, last: float, columns: int) -> Values:
    """(layers, columns): the largest value of the steps of each cell, the one before where none is.

    nan beyond the newest step, so that a run that goes on fills the room from the left.
    """
    if not len(steps):
        return np.full((len(values), columns), np.nan)
    first = float(steps[0])
    borders = np.linspace(first, max(last, first + 1), columns + 1)
    edges = np.searchsorted(steps, borders)
    edges[-1] = len(steps)
    cells = np.full((len(values), columns), np.nan)
    for column, (begin, end) in enumerate(
        zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ):
        if end > begin:
            cells[:, column] = np.fmax.reduce(values[:, begin:end], axis=1)
        elif begin < len(steps):
            cells[:, column] = values[:, begin - 1]
    return cells


def newest(values: Values) -> str:
    """The last of some values in few cells."""
    if not len(values):
        return ""
    return "no number" if np.isinf(values[-1]) else reading(float(values[-1]))


def _write_title(canvas: Canvas, look: Look, box: Box, what: TimeMap, shown: int) -> None:
    right = box.left + box.width
    bold, muted = style(look, look.colours.text, bold=True), style(look, look.colours.muted)
    few = f"  {shown} of {what.count}" if shown < what.count else ""
    title = what.title
    if cell_len(title + few) + 2 + NARROWEST_LEGEND > box.width:
        title = title.removesuffix(LOG)  # the ends of the scale say it too
    begin = box.left + min(cell_len(title + few), box.width) + 2
    end = legend(canvas, what.scale, look, (begin, right, box.top)) - 2
    room = max(0, (end if end < right - 2 else right) - box.left)
    x = canvas.text(box.left, box.top, shorten(title, room), bold)
    x = canvas.text(x, box.top, shorten(few, max(0, room - (x - box.left))), muted)
    if what.note and x + 2 + cell_len(what.note) <= box.left + room:
        canvas.text(x + 2, box.top, what.note, muted)


def _write_axis(canvas: Canvas, look: Look, what: TimeMap, at: tuple[int, int, int]) -> None:
    left, y, columns = at
    muted = style(look, look.colours.muted)
    first = step_label(float(what.steps[0])) if len(what.steps) else ""
    last = f"step {step_label(what.last)}"
    canvas.text(left, y, first, muted)
    if cell_len(first) + 2 + cell_len(last) <= columns:
        canvas.text(left + columns - cell_len(last), y, last, muted)
