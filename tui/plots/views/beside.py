"""Where images with words beside them go, and by how much they are enlarged or reduced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tui.plots.views.panels import GAP

LARGEST = 4
"""Times a pixel is enlarged at most."""
LEGIBLE = 8
"""Pixels that are left of the shorter side where images are reduced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Examples that are to be put up."""

    count: int
    image: tuple[int, int] | None
    """Rows and columns of pixels; None for words alone."""
    narrowest: int
    """Cells of the words at least, …"""
    widest: int
    """… and at most."""
    rows: int
    """Rows of words."""
    enough: int
    """Images are made smaller until so many have room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Examples in rows and columns."""

    scale: int
    """Times each pixel is enlarged."""
    reduction: int
    """Pixels along a side that are averaged into one before that."""
    image: tuple[int, int]
    """Rows and columns of cells that an image takes; 0 where there is no room for one."""
    words: int
    """Cells of the words at the right of each image."""
    rows: int
    """Rows of one example."""
    across: int
    down: int
    count: int

    @property
    def indent(self) -> int:
        """Cells from the left edge of an example to its words."""
        return self.image[1] + 1 if self.image[1] else 0

    @property
    def shown(self) -> int:
        """Examples that have room."""
        return min(self.count, self.across * self.down)

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Number of an example, and the cell (x, y) where it begins, from (0, 0) on."""
        for index in range(self.shown):
            row, column = divmod(index, self.across)
            yield index, column * (self.indent + self.words + GAP), row * (self.rows + 1)


def lay_beside(wanted: Wanted, width: int, height: int) -> Grid:
    """The largest images at which enough have room; else as many as possible."""
    grids = [_grid(wanted, size, width, height) for size in _sizes(wanted.image)]
    enough = min(wanted.count, wanted.enough)
    fitting = (grid for grid in grids if grid.shown >= enough and (grid.image[0] or not grid.scale))
    return next(fitting, max(grids, key=lambda grid: (bool(grid.image[0]), grid.shown)))


def _sizes(image: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Enlargement and reduction, the largest images first; (0, 1) leaves them out."""
    if image is None or 0 in image:
        return [(0, 1)]
    last = max(1, min(image) // LEGIBLE)
    return [*((scale, 1) for scale in range(LARGEST, 0, -1)), *((1, n) for n in range(2, last + 1))]


def _grid(wanted: Wanted, size: tuple[int, int], width: int, height: int) -> Grid:
    scale, reduction = size
    rows, columns = wanted.image or (0, 0)
    image = ceil(ceil(rows / reduction) * scale / 2), ceil(columns / reduction) * scale
    if image[0] > height or image[1] + 1 + wanted.narrowest > width:
        image = (0, 0)
    indent = image[1] + 1 if image[1] else 0
    fitting = max(1, (width + GAP) // (indent + wanted.narrowest + GAP))
    tall = max(1, min(height, max(image[0], wanted.rows)))
    down = max(1, (height + 1) // (tall + 1))
    # As few in each row as the rows allow: their words then have more room.
    across = max(1, min(fitting, ceil(wanted.count / down)))
    return Grid(
        scale=scale,
        reduction=reduction,
        image=image,
        words=max(0, min((width + GAP) // across - GAP - indent, wanted.widest)),
        rows=tall,
        across=across,
        down=down,
        count=wanted.count,
    )
