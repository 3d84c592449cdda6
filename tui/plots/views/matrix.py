"""A matrix of the model as a heat map, with its numbers where they have room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from engine.observations import Matrix
from tui.plots.canvas import Canvas
from tui.plots.heatmap import ramp
from tui.plots.palette import Look, style
from tui.plots.pixels import draw_pixels, halves, levels, palette, reduced
from tui.plots.scale import DARK, LEVELS, LIGHT, Scale, linear_scale, paint_halves, readable_on
from tui.plots.ticks import number, reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, write_fitting
from tui.plots.views.panels import Box, blank, panels

NARROWEST = 20
LEAST_ROWS_WITH_WORDS = 3
BAR = 9
"""Cells of the legend's colours."""
Values = NDArray[np.float64]


def draw_matrix(spec: ViewSpec) -> Canvas | None:
    """One map for each run; all have one scale, so that they can be compared."""
    seen = spec.all_seen(Matrix)
    if not seen:
        return None
    canvas = blank(spec)
    values = {run: _values(matrix) for run, matrix in seen.items()}
    colouring = _colouring([*values.values()], spec.look)
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        separate(canvas, spec.look, box.left)
        _draw(canvas, colouring, seen[run], values[run], box)
    return canvas


def _values(matrix: Matrix) -> Values:
    found = matrix.values.numpy().astype(np.float64)
    return found if found.ndim == 2 else found.reshape(1, -1)


@dataclass(frozen=True, slots=True)
class _Colouring:
    """How numbers become colours: signed ones either side of 0, others from little to much."""

    look: Look
    reach: float
    scale: Scale
    signed: bool

    def paint(self, canvas: Canvas, values: Values, at: tuple[int, int]) -> None:
        """Two rows of numbers in each row of cells."""
        if self.signed:
            draw_pixels(canvas, values[None], (-self.reach, self.reach), self.look, at)
            return
        even = np.vstack([values, values[-1:]]) if len(values) % 2 else values
        paint_halves(canvas, self.scale.levels(even), self.look, at)

    def grounds(self, values: Values) -> list[list[str | None]]:
        """The colour behind each number; None for what is no number."""
        if self.signed:
            signed = palette("signed", self.look)
            found = levels(values[None], -self.reach, self.reach, signed)
            colours = signed.colours
        else:
            found = self.scale.levels(values)
            colours = ramp(DARK if self.look.dark else LIGHT, LEVELS)
        broken = ~np.isfinite(values)
        return [
            [None if bad else colours[level] for level, bad in zip(row, which, strict=True)]
            for row, which in zip(found.tolist(), broken.tolist(), strict=True)
        ]


def _colouring(values: list[Values], look: Look) -> _Colouring:
    every = np.concatenate([np.empty(0), *(one.ravel() for one in values)])
    finite = every[np.isfinite(every)]
    reach = float(np.abs(finite).max(initial=0.0)) or 1.0
    return _Colouring(look, reach, linear_scale([reach]), bool((finite < 0).any()))


def _draw(canvas: Canvas, colouring: _Colouring, matrix: Matrix, values: Values, box: Box) -> None:
    """The map, and below it what it is, what was left out, and what the colours mean."""
    words = 1 if box.height >= LEAST_ROWS_WITH_WORDS else 0
    room = Box(box.left, box.top, box.width, box.height - words)
    if not values.size or room.width < 1 or room.height < 1:
        return
    used, how = _draw_values(canvas, colouring, values, room)
    if words:
        left = _write_scale(canvas, colouring, (box.left, box.left + box.width, box.top + used))
        rows, columns = values.shape
        size = f"{matrix.rows} x {matrix.columns}"
        if (rows, columns) != (matrix.rows, matrix.columns):
            size = f"first {rows} x {columns} of {size}"
        title = matrix.title or "matrix"
        forms = (f"{title}  {size}{how}", f"{title}{how}", title)
        text = style(colouring.look, colouring.look.colours.text)
        at = (box.left, box.top + used)
        write_fitting(canvas, at, left - box.left - 1, forms, text)


def _draw_values(
    canvas: Canvas, colouring: _Colouring, values: Values, box: Box
) -> tuple[int, str]:
    """As numbers, as squares, as half blocks, or as means; returns rows used, and what was lost."""
    rows, columns = values.shape
    at = (box.left, box.top)
    if rows <= box.height and columns * 4 <= box.width:
        written = [[reading(value) for value in row] for row in values.tolist()]
        cell = 2 + max(cell_len(words) for row in written for words in row)
        if columns * cell <= box.width:
            _write_numbers(canvas, colouring, values, written, (*at, cell))
            return rows, ""
    if rows <= box.height and 2 * columns <= box.width:
        colouring.paint(canvas, values.repeat(2, axis=0).repeat(2, axis=1), at)
        return rows, ""
    if rows <= box.height and columns <= box.width and not halves(colouring.look):
        # Where a cell holds one sign, two rows in it would become their mean.
        colouring.paint(canvas, values.repeat(2, axis=0), at)
        return rows, ""
    down, across = -(-rows // (2 * box.height)), -(-columns // box.width)
    if (down, across) == (1, 1):
        colouring.paint(canvas, values, at)
        return -(-rows // 2), ""
    small = reduced(values[None], down, across)[0]
    colouring.paint(canvas, small, at)
    return -(-len(small) // 2), f", means of {down} x {across}"


def _write_numbers(
    canvas: Canvas,
    colouring: _Colouring,
    values: Values,
    written: list[list[str]],
    at: tuple[int, int, int],
) -> None:
    """Each number on the colour of its size."""
    left, top, cell = at
    look = colouring.look
    rows = zip(written, colouring.grounds(values), strict=True)
    for y, (row, grounds) in enumerate(rows, start=top):
        for column, (words, ground) in enumerate(zip(row, grounds, strict=True)):
            alert = style(look, look.colours.alert, bold=True)
            ink = alert if ground is None else style(look, readable_on(ground), ground)
            canvas.text(left + column * cell, y, f"{words} ".rjust(cell), ink)


def _write_scale(canvas: Canvas, colouring: _Colouring, span: tuple[int, int, int]) -> int:
    """All colours from the least to the most, at the right; returns the cell where they begin."""
    left, right, y = span
    look, muted = colouring.look, style(colouring.look, colouring.look.colours.muted)
    lowest = -colouring.reach if colouring.signed else colouring.scale.lo
    highest = colouring.reach if colouring.signed else colouring.scale.hi
    label = reading if colouring.signed else number
    low, high = f"{label(lowest)} ", f" {label(highest)}"
    begin = right - cell_len(low) - BAR - cell_len(high)
    if begin < left:
        return right
    x = canvas.text(begin, y, low, muted)
    bar = np.linspace(lowest, highest, BAR)[None].repeat(2, axis=0)
    colouring.paint(canvas, bar, (x, y))
    canvas.text(x + BAR, y, high, style(look, look.colours.muted))
    return begin
