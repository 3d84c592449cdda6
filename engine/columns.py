"""Columns of numbers that can be drawn at any zoom in constant time.

A column keeps every value and, above them, a pyramid: the smallest and largest value of
each 16, 256, 4096, … neighbours. A window of any length reads a few blocks per drawn column,
and no spike is lost. A column belongs to one thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

FACTOR = 16
"""Blocks of one level that make one block of the next."""
BLOCKS_PER_COLUMN = 4
"""A window reads the coarsest level that still has this many blocks in a column."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of a series, summed up in columns of equal width. All arrays have one length."""

    lo: Floats
    """Smallest finite value; NaN where the column has none."""
    hi: Floats
    """Largest finite value; NaN where the column has none."""
    first: Floats
    """Oldest value, finite or not; NaN where the column is empty."""
    last: Floats
    """Newest value, finite or not; NaN where the column is empty."""
    nonfinite: Flags
    """Whether the column holds a NaN or an infinity."""
    edges: Indices
    """(columns + 1): column i sums up the values with index edges[i] … edges[i + 1] - 1."""


class Growing:
    """A float64 array that grows at its end; memory not yet written to is not yet taken."""

    __slots__ = ("_data", "_length")

    def __init__(self) -> None:
        self._data: Floats = np.empty(1024)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> Floats:
        """What has been written so far, without a copy. Not to be changed by readers."""
        return self._data[: self._length]

    def write(self, start: int, values: Floats) -> None:
        """Put values from index `start` on; they end the array."""
        self._length = start + len(values)
        if self._length > len(self._data):
            grown: Floats = np.empty(max(self._length, 2 * len(self._data)))
            grown[:start] = self._data[:start]
            self._data = grown
        self._data[start : self._length] = values


@dataclass(frozen=True, slots=True, eq=False)
class Extremes:
    """Smallest and largest finite value of neighbouring stretches (+inf and -inf for none)."""

    lo: Floats
    hi: Floats
    nonfinite: Flags

    @classmethod
    def of(cls, values: Floats) -> Extremes:
        """Of single values."""
        finite = np.isfinite(values)
        return cls(np.where(finite, values, np.inf), np.where(finite, values, -np.inf), ~finite)

    def joined(self, starts: Indices) -> Extremes:
        """Of longer stretches, each from one of `starts` to the next."""
        return Extremes(
            np.minimum.reduceat(self.lo, starts),
            np.maximum.reduceat(self.hi, starts),
            np.logical_or.reduceat(self.nonfinite, starts),
        )


class _Level:
    """One storey of the pyramid. A block without finite values has lo = +inf and hi = -inf."""

    __slots__ = ("hi", "lo", "nonfinite")

    def __init__(self) -> None:
        self.lo = Growing()
        self.hi = Growing()
        self.nonfinite = Growing()

    def __len__(self) -> int:
        return len(self.lo)

    def write(self, start: int, blocks: Extremes) -> None:
        """Replace everything from block `start` on."""
        self.lo.write(start, blocks.lo)
        self.hi.write(start, blocks.hi)
        self.nonfinite.write(start, blocks.nonfinite.astype(np.float64))

    def read(self, start: int, stop: int | None = None) -> Extremes:
        """Blocks `start` … `stop` - 1."""
        part = slice(start, stop)
        return Extremes(self.lo.values[part], self.hi.values[part], self.nonfinite.values[part] > 0)


@lru_cache(maxsize=16)
def evenly(first: float, last: float, columns: int) -> Floats:
    """Borders of equal columns; kept, as all curves of a plot ask for the same. Not to be changed
    by readers."""
    return np.linspace(first, last, columns + 1)


@lru_cache(maxsize=64)
def _block_edges(shown: tuple[float, float, int], series: tuple[int, int], size: int) -> Indices:
    """Blocks of so many values at the borders of a window's columns. Series that grow together
    share them."""
    start, length = series
    index = np.clip(np.ceil(evenly(*shown) - start), 0, length).astype(np.int64)
    edges: Indices = np.where(index == length, -(-index // size), (index + size // 2) // size)
    return edges


def summarise(values: Floats, blocks: Extremes, edges: Indices, size: int) -> Window:
    """Sum up in columns: edges count blocks of `size` values each, of which `blocks` are those
    from edges[0] on."""
    starts, stops = edges[:-1], edges[1:]
    filled = stops > starts
    columns = len(starts)
    lo, hi, first, last = np.full((4, columns), np.nan)
    nonfinite = np.zeros(columns, dtype=np.bool_)
    samples = np.minimum(edges * size, len(values))
    if filled.all():
        found = blocks.joined(starts - edges[0])
        finite = found.lo <= found.hi
        lo, hi = np.where(finite, found.lo, np.nan), np.where(finite, found.hi, np.nan)
        ends = values[samples[:-1]], values[samples[1:] - 1]
        return Window(lo, hi, *ends, found.nonfinite, samples)
    if filled.any():
        # Empty columns must not be passed on: reduceat gives them a neighbour's value.
        found = blocks.joined(starts[filled] - edges[0])
        finite = found.lo <= found.hi
        lo[filled] = np.where(finite, found.lo, np.nan)
        hi[filled] = np.where(finite, found.hi, np.nan)
        nonfinite[filled] = found.nonfinite
        first[filled] = values[samples[:-1][filled]]
        last[filled] = values[samples[1:][filled] - 1]
    return Window(lo, hi, first, last, nonfinite, samples)


class Column:
    """A series with one value at every whole position, the first at `start`."""

    __slots__ = ("_levels", "_values", "start")

    def __init__(self, start: int = 0) -> None:
        self.start = start
        self._values = Growing()
        self._levels: list[_Level] = []

    def __len__(self) -> int:
        return len(self._values)

    @property
    def values(self) -> Floats:
        """All values so far, without a copy. Not to be changed by readers."""
        return self._values.values

    @property
    def latest(self) -> float:
        """Newest value; NaN where there is none."""
        return float(self.values[-1]) if len(self) else math.nan

    def at(self, position: float) -> float:
        """Value at a position; NaN outside the series."""
        index = math.floor(position) - self.start
        return float(self.values[index]) if 0 <= index < len(self) else math.nan

    def append(self, values: ArrayLike) -> None:
        """Add values at the end, in order; NaN and infinities are kept as they are."""
        added = np.asarray(values, dtype=np.float64).reshape(-1)
        if not len(added):
            return
        changed = len(self)
        self._values.write(changed, added)
        changed -= changed % FACTOR
        below = Extremes.of(self.values[changed:])
        count = len(self)
        for depth in range(64):
            if depth == len(self._levels):
                if count <= FACTOR:
                    return
                self._levels.append(_Level())
                below, changed = self._read(depth, 0, None), 0
            level = self._levels[depth]
            block = changed // FACTOR
            level.write(block, below.joined(np.arange(0, len(below.lo), FACTOR)))
            changed = block - block % FACTOR
            below, count = level.read(changed), len(level)

    def window(self, first: float, last: float, columns: int) -> Window:
        """Sum up the positions from `first` up to (not including) `last` in equal columns.

        The cost does not depend on the length. Where columns are wide, their edges move to the
        nearest block of the pyramid, by an eighth of a column at most; `Window.edges` says
        where they are. Raises ValueError unless `first < last` and `columns > 0`.
        """
        if not (columns > 0 and first < last):
            raise ValueError(f"no window from {first} to {last} in {columns} columns")
        depth, size = self._depth((last - first) / columns)
        edges = _block_edges((first, last, columns), (self.start, len(self)), size)
        return summarise(self.values, self._read(depth, int(edges[0]), int(edges[-1])), edges, size)

    def _depth(self, width: float) -> tuple[int, int]:
        """Level to read for columns of that many values (0: the values) and its block size."""
        depth, size = 0, 1
        while depth < len(self._levels) and size * FACTOR * BLOCKS_PER_COLUMN <= width:
            depth, size = depth + 1, size * FACTOR
        return depth, size

    def _read(self, depth: int, start: int, stop: int | None) -> Extremes:
        if depth == 0:
            return Extremes.of(self.values[start:stop])
        return self._levels[depth - 1].read(start, stop)
