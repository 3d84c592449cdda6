"""Triplet loss: nearer to one's own kind than to others."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.errors import at_least
from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape
from engine.losses.distance import euclidean


@dataclass(frozen=True, slots=True)
class Triplet:
    """l = max(0, d(a, p) − d(a, n) + m), with Euclidean distances d.

    The anchor a shall be nearer to the positive p, of its own kind, than to the negative n, by the
    margin m. Three inputs: call it in the `step_loss` of an experiment. Equals
    `torch.nn.TripletMarginLoss(margin=m)`.

    Source: Schroff, Kalenichenko and Philbin, "FaceNet", 2015, who square the distances; without
    the squares: Balntas et al., "Learning local feature descriptors with triplets", 2016.
    """

    margin: float = 1.0
    """m."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("margin", self.margin, 0, inclusive=False)
        check_reduction(self.reduction)

    def __call__(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """Three times embeddings (n, d). Raises ConfigurationError where the shapes differ."""
        same_shape(anchor, positive)
        same_shape(anchor, negative)
        gap = euclidean(anchor, positive) - euclidean(anchor, negative)
        return reduced((gap + self.margin).clamp(min=0), self.reduction)
