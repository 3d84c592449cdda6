"""The gradient norm of every layer over a whole run, in a bounded number of columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_COLUMNS = 128
"""Stretches of time that are kept; a longer run has longer ones."""
MOST_LAYERS = 256
"""Parameter tensors that are kept: the first ones."""
AT_ONCE = 16_384
"""Records that are taken in together; a long run is read from disk in one go."""


class LayerHistory:
    """The largest norm of each layer in each stretch of steps.

    Stretches are equally long and double in length whenever the run outgrows them, so that memory
    and drawing stay the same for a run of any length. The largest value counts: no spike is lost.
    """

    __slots__ = ("_first", "_largest", "_newest", "stride")

    def __init__(self, first: int = 1) -> None:
        self._first = first
        self._newest = first - 1
        self._largest: NDArray[np.float32] = np.full((MOST_COLUMNS, 0), np.nan, dtype=np.float32)
        self.stride = 1
        """Steps of one stretch."""

    def __len__(self) -> int:
        """Stretches begun so far."""
        return (self._newest - self._first) // self.stride + 1

    @property
    def step(self) -> int:
        """Newest step; the one before the first while there is none."""
        return self._newest

    def append(self, steps: ArrayLike, norms: NDArray[np.float32]) -> None:
        """Add norms, (n, layers), of ascending steps after those that are known."""
        at = np.asarray(steps, dtype=np.int64)
        for begin in range(0, len(at), AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            self._take(at[part], norms[part].reshape(len(at[part]), -1)[:, :MOST_LAYERS])

    def norms(self, until: int | None = None) -> NDArray[np.float32]:
        """(layers, stretches), oldest first, those begun after a step left out.

        nan where no step was recorded, inf where a norm was no number.
        """
        last = self._newest if until is None else min(until, self._newest)
        count = max(0, (last - self._first) // self.stride + 1)
        return self._largest[:count].T

    def _halve(self) -> None:
        joined = np.fmax(self._largest[0::2], self._largest[1::2])
        self._largest = np.full_like(self._largest, np.nan)
        self._largest[: len(joined)] = joined
        self.stride *= 2

    def _take(self, at: NDArray[np.int64], values: NDArray[np.float32]) -> None:
        if values.shape[1] != self._largest.shape[1]:
            self._largest = np.full((MOST_COLUMNS, values.shape[1]), np.nan, dtype=np.float32)
        self._newest = int(at[-1])
        while len(self) > MOST_COLUMNS:
            self._halve()
        column = (at - self._first) // self.stride
        begins = np.flatnonzero(np.diff(column, prepend=-1))
        # As infinity, what is no number outlasts every larger value.
        marked = np.where(np.isfinite(values), values, np.float32(np.inf))
        peaks = np.maximum.reduceat(marked, begins, axis=0)
        known = self._largest[column[begins]]
        self._largest[column[begins]] = np.fmax(known, peaks)
