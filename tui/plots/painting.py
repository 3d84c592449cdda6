"""Puts the dots of several lines onto a canvas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.style import Style

from tui.plots.canvas import Canvas
from tui.plots.dots import Dots, DotSet

Inked = tuple[Dots, Style]


def paint(canvas: Canvas, dots: DotSet, lines: Sequence[Inked], at: tuple[int, int]) -> None:
    """Put the dots of all lines together, from the cell `at` (x, y) on.

    A cell takes the style of the last line in it.
    """
    if not lines:
        return
    shape = dots.cells(lines[0][0]).shape
    codes, owner = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=np.intp)
    for index, (lit, _) in enumerate(lines):
        cells = dots.cells(lit)
        codes |= cells
        owner[cells > 0] = index
    rows, columns = np.nonzero(codes)
    found = zip(
        rows.tolist(),
        columns.tolist(),
        codes[rows, columns].tolist(),
        owner[rows, columns].tolist(),
        strict=True,
    )
    for y, x, code, index in found:
        canvas.put(at[0] + x, at[1] + y, dots.characters[code], lines[index][1])
