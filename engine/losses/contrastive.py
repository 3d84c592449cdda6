"""Contrastive loss: equal pairs together, different pairs apart."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.errors import at_least
from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape, zero_or_one
from engine.losses.distance import euclidean


@dataclass(frozen=True, slots=True)
class Contrastive:
    """With the Euclidean distance D of a pair and s = 1 for two of a kind, 0 for two different:

        l = s · ½ D² + (1 − s) · ½ max(0, m − D)²

    Different pairs that are further apart than the margin m are left in peace. Three inputs: call
    it in the `step_loss` of an experiment.

    Source: Hadsell, Chopra and LeCun, "Dimensionality Reduction by Learning an Invariant Mapping",
    2006, equation 4, whose Y is 1 − s.
    """

    margin: float = 1.0
    """m."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("margin", self.margin, 0, inclusive=False)
        check_reduction(self.reduction)

    def __call__(self, first: Tensor, second: Tensor, same: Tensor) -> Tensor:
        """Embeddings (n, d) and (n, d); `same`: (n,), each 0 or 1.

        Raises ConfigurationError where the shapes differ or `same` is neither.
        """
        same_shape(first, second)
        distance = euclidean(first, second)
        same_shape(distance, same)
        zero_or_one(same)
        together = 0.5 * distance**2
        apart = 0.5 * (self.margin - distance).clamp(min=0) ** 2
        return reduced(same * together + (1 - same) * apart, self.reduction)
