"""Tensors drawn to scale: a dot for every number, or for every square of so many numbers."""

from __future__ import annotations

import math

import numpy as np

from tui.plots.dots import Dots, DotSet

SIDES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256)
"""Sides of the squares of numbers that one dot may stand for."""
Shape = tuple[int, ...]


def rows_of(shape: Shape, side: int, columns: int, dots: DotSet) -> int | None:
    """Rows of cells that a shape takes; None where it is wider than there are columns."""
    high, wide, count = _tile_of(shape, side, columns, dots)
    if not 0 < wide <= columns:
        return None
    return -(-count // _across(wide, columns)) * high


def drawn(shape: Shape, side: int, columns: int, dots: DotSet) -> Dots:
    """A shape as dots, in whole cells; one that `rows_of` has room for.

    Maps (channels, height, width) are tiles in rows; (rows, columns) is one tile; what has one
    dimension is a line, broken where it is too long.
    """
    if len(shape) < 2:
        return _line(math.prod(shape), side, columns, dots)
    _, wide, count = _tile_of(shape, side, columns, dots)
    tile = _tile(shape[-2], shape[-1], side, dots)
    down = -(-count // _across(wide, columns))
    across = -(-count // down) if down else 1
    padded = np.hstack([tile, np.zeros((tile.shape[0], dots.across), dtype=bool)])
    blank = np.zeros_like(padded)
    rows = [
        np.hstack([padded if row * across + place < count else blank for place in range(across)])
        for row in range(down)
    ]
    whole = np.vstack(rows) if rows else blank
    return whole[:, : whole.shape[1] - dots.across]


def _tile_of(shape: Shape, side: int, columns: int, dots: DotSet) -> tuple[int, int, int]:
    """Rows and columns of cells of one tile, and how many of them there are."""
    if len(shape) < 2:
        lines, length = _lines(math.prod(shape), side, columns, dots)
        return -(-lines // dots.down), -(-length // dots.across), 1
    *channels, height, width = shape
    high, wide = max(1, -(-height // side)), max(1, -(-width // side))
    return -(-high // dots.down), -(-wide // dots.across), math.prod(channels)


def _across(wide: int, columns: int) -> int:
    """Tiles beside each other, with a column between two."""
    return max(1, (columns + 1) // (wide + 1))


def _tile(height: int, width: int, side: int, dots: DotSet) -> Dots:
    """A filled rectangle in the corner of as many cells as it needs."""
    high, wide = max(1, -(-height // side)), max(1, -(-width // side))
    tile = np.zeros((_whole(high, dots.down), _whole(wide, dots.across)), dtype=bool)
    tile[:high, :wide] = True
    return tile


def _line(count: int, side: int, columns: int, dots: DotSet) -> Dots:
    """Dots one after the other, in as few lines as have room."""
    lines, length = _lines(count, side, columns, dots)
    line = np.zeros((_whole(lines, dots.down), _whole(length, dots.across)), dtype=bool)
    places = np.arange(lines * length).reshape(length, lines).T
    line[:lines, :length] = places < max(1, -(-count // side**2))
    return line


def _lines(count: int, side: int, columns: int, dots: DotSet) -> tuple[int, int]:
    """How many lines, and how many dots the longest of them has."""
    lit = max(1, -(-count // side**2))
    lines = -(-lit // max(1, columns * dots.across))
    if lines > 1:  # a compact block, whole cells high, instead of one line and a rest
        lines = _whole(lines, dots.down)
    return lines, -(-lit // lines)


def _whole(dots: int, of: int) -> int:
    return -(-dots // of) * of
