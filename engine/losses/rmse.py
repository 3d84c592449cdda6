"""Root mean squared error, safe where everything is right."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.errors import at_least
from engine.losses.base import full_precision
from engine.losses.checks import same_shape


@dataclass(frozen=True, slots=True)
class RMSE:
    """L = √(ε + 1/N Σ (ŷ − y)²), an error in the unit of the target.

    The slope of √x at 0 is infinite: without ε a batch that is predicted perfectly has a gradient
    of ∞ · 0 = NaN, and one step later the model is NaN too. ε puts a floor of √ε under the loss.
    The root of a mean is not the mean of roots: this one has no other reduction, and the mean of
    it over batches is not its value on the whole data.
    """

    eps: float = 1e-8
    """ε; 0 gives the textbook formula, with NaN for a perfect batch."""

    def __post_init__(self) -> None:
        at_least("eps", self.eps, 0)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction` and `target` of one shape. Raises ConfigurationError where they differ."""
        same_shape(prediction, target)
        mse = full_precision((prediction - target) ** 2).mean()
        return (mse + self.eps).sqrt()
