"""Huber's loss: squared for small errors, straight for large ones."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import at_least
from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape


@dataclass(frozen=True, slots=True)
class Huber:
    """With the error e = ŷ − y:

        l = ½ e²               for |e| ≤ δ
        l = δ (|e| − ½ δ)      for |e| > δ

    The slope never exceeds δ. Equals `torch.nn.HuberLoss(delta=δ)`, and δ times `SmoothL1(β = δ)`.

    Source: Huber, "Robust Estimation of a Location Parameter", 1964.
    """

    delta: float = 1.0
    """δ: where the parabola turns into a straight line."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("delta", self.delta, 0, inclusive=False)
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction` and `target` of one shape. Raises ConfigurationError where they differ."""
        same_shape(prediction, target)
        e = (prediction - target).abs()
        squared = 0.5 * e**2
        straight = self.delta * (e - 0.5 * self.delta)
        return reduced(torch.where(e <= self.delta, squared, straight), self.reduction)
