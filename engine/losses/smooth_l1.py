"""Smooth L1: the absolute error with its corner rounded off."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import at_least
from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape


@dataclass(frozen=True, slots=True)
class SmoothL1:
    """With the error e = ŷ − y:

        l = ½ e² / β           for |e| < β
        l = |e| − ½ β          for |e| ≥ β

    The slope of large errors is 1, whatever β is. Equals `torch.nn.SmoothL1Loss(beta=β)`; only for
    β = δ = 1 is it the same as Huber's loss.

    Source: Girshick, "Fast R-CNN", 2015, equation 3, with β = 1.
    """

    beta: float = 1.0
    """β: where the parabola turns into a straight line; 0: nowhere, which is the L1 loss."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("beta", self.beta, 0)
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction` and `target` of one shape. Raises ConfigurationError where they differ."""
        same_shape(prediction, target)
        e = (prediction - target).abs()
        if self.beta == 0:
            return reduced(e, self.reduction)
        squared = 0.5 * e**2 / self.beta
        straight = e - 0.5 * self.beta
        return reduced(torch.where(e < self.beta, squared, straight), self.reduction)
