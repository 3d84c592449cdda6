"""Tensors drawn to scale: a dot for every number, or for every square of so many numbers."""

from __future__ import annotations

import math

import numpy as np

from tui.plots.dots import Dots, DotSet

SIDES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256)
"""Sides of the squares of numbers that one dot may stand for."""
Shape = tuple[int, ...]


def drawn(shape: Shape, side: int, columns: int, dots: DotSet) -> Dots:
    """A shape as dots, in whole cells and at most so many of them wide.

    Maps (channels, height, width) are tiles in rows; (rows, columns) is one tile; what has one
    dimension is a line, broken where it is too long. Numbers beyond the width are left out.
    """
    if len(shape) < 2:
        return _line(math.prod(shape), side, columns, dots)
    *channels, height, width = shape
    tile = _tile(height, width, side, dots)
    across = max(1, (columns + 1) // (tile.shape[1] // dots.across + 1))
    count = math.prod(channels)
    down = -(-count // across)
    across = -(-count // down) if down else 1
    gap = np.zeros((tile.shape[0], dots.across), dtype=bool)
    padded = np.hstack([tile, gap])
    blank = np.zeros_like(padded)
    rows = [
        np.hstack([padded if row * across + place < count else blank for place in range(across)])
        for row in range(down)
    ]
    whole = np.vstack(rows) if rows else blank
    return whole[:, : min(columns, whole.shape[1] // dots.across - 1) * dots.across]


def _tile(height: int, width: int, side: int, dots: DotSet) -> Dots:
    """A filled rectangle in the corner of as many cells as it needs."""
    high, wide = max(1, -(-height // side)), max(1, -(-width // side))
    tile = np.zeros((_whole(high, dots.down), _whole(wide, dots.across)), dtype=bool)
    tile[:high, :wide] = True
    return tile


def _line(count: int, side: int, columns: int, dots: DotSet) -> Dots:
    """Dots one after the other, in as few lines as have room."""
    lit = max(1, -(-count // side**2))
    room = max(1, columns * dots.across)
    lines = -(-lit // room)
    if lines > 1:  # a compact block, whole cells high, instead of one line and a rest
        lines = _whole(lines, dots.down)
    length = -(-lit // lines)
    line = np.zeros((_whole(lines, dots.down), _whole(length, dots.across)), dtype=bool)
    places = np.arange(lines * length).reshape(length, lines).T
    line[:lines, :length] = places < lit
    return line


def _whole(dots: int, of: int) -> int:
    return -(-dots // of) * of
