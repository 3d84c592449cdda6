"""Where pictures of one size go in a box, and by how much they are enlarged or reduced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tui.plots.views.panels import Box

GAP = 2
"""Cells between two pictures, which is as wide as the one row below them is high."""
LARGEST = 8
"""Times a pixel is enlarged at most."""
WELL_MANY = 4
"""Pictures are reduced until at least this many have room, …"""
WELL_ACROSS = 3
"""… and this many side by side, where those of a row belong together, …"""
LEGIBLE = 10
"""… as long as that leaves them this many pixels along the shorter side."""
WIDEST_CAPTION = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Pictures that are to be put up."""

    count: int
    height: int
    """Pixels."""
    width: int
    columns: int
    """Pictures that belong in one row; 0 for as many as fit."""
    caption: int
    """Cells of the longest caption; 0 for none."""
    caption_rows: int
    """Rows that are kept free below each picture."""
    halves: bool
    """Whether a cell holds two pixels. Where it does not, only even enlargements are exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiling:
    """A grid of pictures."""

    scale: int
    """Times each pixel is enlarged."""
    reduction: int
    """Pixels along a side that are averaged into one before that."""
    cell: Box
    """The first picture with its caption; the others have the same size."""
    rows: int
    """Rows of cells that a picture takes, without its caption."""
    across: int
    down: int
    stride: int
    """Pictures in one row of all, of which the first `across` are shown."""
    count: int

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Number of a picture, and the cell (x, y) where it begins."""
        for row in range(self.down):
            for column in range(self.across):
                index = row * self.stride + column
                if index < self.count:
                    x = self.cell.left + column * (self.cell.width + GAP)
                    yield index, x, self.cell.top + row * (self.cell.height + 1)

    @property
    def bottom(self) -> int:
        """The row of cells below all of them."""
        lowest = max((y for _, _, y in self.places()), default=self.cell.top - self.cell.height)
        return lowest + self.cell.height

    @property
    def shown(self) -> int:
        """Pictures that have room."""
        return sum(1 for _ in self.places())


def tile(wanted: Wanted, box: Box) -> Tiling | None:
    """The largest whole enlargement at which all have room; None where not even one has.

    Where not all have room, pictures keep their size, or are reduced while too few have room.
    """
    scales = range(LARGEST, 0, -1) if wanted.halves else (8, 6, 4, 2, 1)
    for scale in scales:
        tiling = _tiling(wanted, box, scale, 1)
        if tiling.shown == wanted.count:
            return tiling
    longer, shorter = sorted((wanted.height, wanted.width), reverse=True)
    reduced = [_tiling(wanted, box, 1, reduction) for reduction in range(1, longer + 1)]
    seen = [tiling for tiling in reduced if tiling.shown]
    legible = [tiling for tiling in seen if shorter >= LEGIBLE * tiling.reduction] or seen[:1]
    enough = (tiling for tiling in legible if _well(wanted, tiling))
    return next(enough, max(legible, key=lambda tiling: tiling.shown, default=None))


def _well(wanted: Wanted, tiling: Tiling) -> bool:
    """Whether enough is seen."""
    across = tiling.across >= min(wanted.columns, WELL_ACROSS)
    return across and tiling.shown >= min(wanted.count, WELL_MANY)


def _tiling(wanted: Wanted, box: Box, scale: int, reduction: int) -> Tiling:
    rows = ceil(ceil(wanted.height / reduction) * scale / 2)
    columns = ceil(wanted.width / reduction) * scale
    width = max(columns, min(wanted.caption, WIDEST_CAPTION, box.width))
    height = rows + wanted.caption_rows
    fitting = max(0, box.width + GAP) // (width + GAP)
    across = min(fitting, wanted.columns or wanted.count)
    if across and not wanted.columns:
        # As many in each row, rather than full rows and a rest.
        across = ceil(wanted.count / ceil(wanted.count / across))
    return Tiling(
        scale=scale,
        reduction=reduction,
        cell=Box(box.left, box.top, width, height),
        rows=rows,
        across=across,
        down=max(0, box.height + 1) // (height + 1),
        stride=wanted.columns or across,
        count=wanted.count,
    )
