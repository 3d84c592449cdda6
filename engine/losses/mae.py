"""Mean absolute error, also called L1."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import same_shape


@dataclass(frozen=True, slots=True)
class MAE:
    """L = 1/N Σ |ŷ − y|.

    Every error pulls with the same force, an outlier no harder than others; the best constant
    prediction is the median. Equals `torch.nn.L1Loss`.
    """

    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction` and `target` of one shape. Raises ConfigurationError where they differ."""
        same_shape(prediction, target)
        return reduced((prediction - target).abs(), self.reduction)
