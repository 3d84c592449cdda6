"""Ink of a path in the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tui.plots.dots import Dots


def path_dots(
    points: NDArray[np.float64],
    x: tuple[float, float],
    y: tuple[float, float],
    rows: int,
    columns: int,
) -> Dots:
    """Straight lines from point to point, as (rows, columns) of dots; row 0 is the upper edge.

    Points are (n, 2); those that are not finite break nothing and are left out, and what lies
    outside of the plane is cut off.
    """
    lit: Dots = np.zeros((rows, columns), dtype=np.bool_)
    places = to_dots(points, x, y, rows, columns)
    if not len(places):
        return lit
    begin, end = places[:-1], places[1:]
    length = np.maximum(1, np.ceil(np.abs(end - begin).max(axis=1, initial=0))).astype(np.int64)
    segment = np.repeat(np.arange(len(length)), length)
    along = np.arange(len(segment)) - np.repeat(np.cumsum(length) - length, length)
    share = (along / length[segment])[:, None] if len(segment) else np.empty((0, 1))
    inked = np.concatenate([begin[segment] + share * (end - begin)[segment], places[-1:]])
    column, row = np.rint(inked).astype(np.int64).T
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    lit[row[inside], column[inside]] = True
    return lit


def to_dots(
    points: NDArray[np.float64],
    x: tuple[float, float],
    y: tuple[float, float],
    rows: int,
    columns: int,
) -> NDArray[np.float64]:
    """(n, 2) dot column and dot row of the finite points; far outside they are held near."""
    finite = points[np.isfinite(points).all(axis=1)]
    across = (finite[:, 0] - x[0]) / (x[1] - x[0]) * (columns - 1)
    down = (y[1] - finite[:, 1]) / (y[1] - y[0]) * (rows - 1)
    # A path that has left the picture by several widths needs no exact direction any more.
    reach = 10 * max(rows, columns)
    return np.clip(np.column_stack([across, down]), -reach, reach)
