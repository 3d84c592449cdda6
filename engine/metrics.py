"""Numbers that people read, measured beside the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def accuracy(scores: Tensor, targets: Tensor) -> float:
    """Share of the examples, 0 … 1, whose highest score belongs to the right class.

    `scores`: (n, classes); `targets`: (n,), class numbers.
    """
    return (scores.argmax(dim=1) == targets).float().mean().item()
