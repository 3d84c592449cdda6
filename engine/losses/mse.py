"""Mean squared error."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape


@dataclass(frozen=True, slots=True)
class MSE:
    """L = 1/N Σ (ŷ − y)², the sum over all N elements, not over the examples.

    Large errors count most: an outlier pulls with a force that grows with its distance. Equals
    `torch.nn.MSELoss`.
    """

    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction` and `target` of one shape. Raises ConfigurationError where they differ."""
        same_shape(prediction, target)
        return reduced((prediction - target) ** 2, self.reduction)
