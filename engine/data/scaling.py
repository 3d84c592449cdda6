"""Standardisation by what the training split knows, so that nothing of the others leaks in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def standard(values: Tensor, train: Tensor) -> Tensor:
    """Columns of `values` (n, k) with mean 0 and deviation 1 over the rows `train`, float32.

    z = (x − μ) / σ with the population deviation σ, column by column. A column that never
    changes in training has σ = 0: it is only moved to 0.
    """
    known = values[train]
    return ((values - known.mean(0)) / not_zero(known.std(0, correction=0))).float()


def not_zero(scale: Tensor) -> Tensor:
    """The same divisors, with 1 in place of 0: what never varies is left at its size."""
    return scale.where(scale > 0, 1.0)
