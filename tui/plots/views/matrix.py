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
LEAST_ROWS_WITH_TWO = 6
"""From here on the scale has a row of its own where it has no room beside the title."""
BAR, SHORTEST_BAR = 9, 3
"""Cells of the legend's colours."""
ALIKE = 3.0
"""Times one run's numbers may be larger than another's where both have one scale."""
Values = NDArray[np.float64]


def draw_matrix(spec: ViewSpec) -> Canvas | None:
    """One map for each run, with one scale, so that they can be compared, where that shows all."""
    seen = spec.all_seen(Matrix)
    if not seen:
        return None
    canvas = blank(spec)
    shown = panels(canvas, spec, list(seen), NARROWEST)
    values = [_values(seen[run]) for run, _ in shown]
    colourings = _colourings(values, spec.look)
    for (run, box), numbers, colouring in zip(shown, values, colourings, strict=True):
        separate(canvas, spec.look, box.left)
        _draw(canvas, colouring, seen[run], numbers, box)
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

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that a colour stands for."""
        return (-self.reach, self.reach) if self.signed else (self.scale.lo, self.scale.hi)

    @property
    def words(self) -> tuple[str, str]:
        """Both ends as they are written at either side of the colours."""
        low, high = map(reading if self.signed else number, self.ends)
        return f"{low} ", f" {high}"

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


def _colourings(values: list[Values], look: Look) -> list[_Colouring]:
    """One scale for all panels; one for each where the largest numbers would leave others blank.

    Signs have the same colours in all of them.
    """
    finite = [one[np.isfinite(one)] for one in values]
    reaches = [float(np.abs(one).max(initial=0.0)) for one in finite]
    signed = any(bool((one < 0).any()) for one in finite)
    least = min(filter(None, reaches), default=0.0)
    if max(reaches) <= ALIKE * least:
        reaches = [max(reaches)] * len(reaches)
    return [
        _Colouring(look, reach, linear_scale([reach]), signed)
        for reach in (reach or 1.0 for reach in reaches)
    ]


def _draw(canvas: Canvas, colouring: _Colouring, matrix: Matrix, values: Values, box: Box) -> None:
    """The map, and below it what it is, what was left out, and what the colours mean."""
    title = matrix.title or "matrix"
    scale = BAR + sum(map(cell_len, colouring.words))
    words = 1 if box.height >= LEAST_ROWS_WITH_WORDS else 0
    if box.height >= LEAST_ROWS_WITH_TWO and cell_len(title) + 1 + scale > box.width:
        words = 2
    room = Box(box.left, box.top, box.width, box.height - words)
    if not values.size or room.width < 1 or room.height < 1:
        return
    used, how = _draw_values(canvas, colouring, values, room)
    y, right = box.top + used, box.left + box.width
    if words == 1:
        right = _write_scale(canvas, colouring, (box.left, right, y)) - 1
    elif words:
        _write_scale(canvas, colouring, (box.left, min(right, box.left + scale), y + 1))
    if words:
        rows, columns = values.shape
        size = f"{matrix.rows} x {matrix.columns}"
        if (rows, columns) != (matrix.rows, matrix.columns):
            size = f"first {rows} x {columns} of {size}"
        forms = (f"{title}  {size}{how}", f"{title}{how}", title)
        text = style(colouring.look, colouring.look.colours.text)
        write_fitting(canvas, (box.left, y), right - box.left, forms, text)


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
    muted = style(colouring.look, colouring.look.colours.muted)
    low, high = colouring.words
    bar = min(BAR, right - left - cell_len(low) - cell_len(high))
    if bar < SHORTEST_BAR:
        return right
    begin = right - cell_len(low) - bar - cell_len(high)
    x = canvas.text(begin, y, low, muted)
    colours = np.linspace(*colouring.ends, bar)[None].repeat(2, axis=0)
    colouring.paint(canvas, colours, (x, y))
    canvas.text(x + bar, y, high, muted)
    return begin
