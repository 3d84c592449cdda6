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
    count, (height, columns) = len(lines), lines[0][0].shape
    # One call for all lines: below each other they are one tall drawing.
    cells = dots.cells(np.concatenate([lit for lit, _ in lines]))
    cells = cells.reshape(count, height // dots.down, columns // dots.across)
    codes = np.bitwise_or.reduce(cells, axis=0)
    owner = count - 1 - np.argmax(cells[::-1] > 0, axis=0)
    ys, xs = np.nonzero(codes)
    found = zip(
        ys.tolist(),
        xs.tolist(),
        codes[ys, xs].tolist(),
        owner[ys, xs].tolist(),
        strict=True,
    )
    for y, x, code, index in found:
        canvas.put(at[0] + x, at[1] + y, dots.characters[code], lines[index][1])
