"""Sequences of different lengths in one tensor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.errors import at_least

if TYPE_CHECKING:
    from torch import Tensor


def padded(rows: Sequence[Sequence[int]], length: int | None = None) -> Tensor:
    """Numbers, one sequence a row, as (n, length), int64; the rest of each row is 0, padding.

    What is longer than `length` is cut at the end; None: as long as the longest, at least 1.
    """
    import torch

    if length is None:
        length = max([1, *map(len, rows)])
    at_least("length", length, 1)
    filled = [[*row[:length], *[0] * (length - len(row))] for row in rows]
    return torch.tensor(filled, dtype=torch.int64).reshape(len(rows), length)
