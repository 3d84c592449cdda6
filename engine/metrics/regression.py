"""How far off the numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def mean_absolute_error(predictions: Tensor, targets: Tensor) -> float:
    """Mean distance from the target, in its unit. Raises ConfigurationError for unlike shapes."""
    from engine.losses.checks import same_shape

    same_shape(predictions, targets)
    return (predictions.double() - targets.double()).abs().mean().item()


def r2(predictions: Tensor, targets: Tensor) -> float:
    """Share of the targets' variance that is explained: 1 − Σ (ŷ − y)² / Σ (y − ȳ)².

    1 is perfect, 0 as good as always giving the mean, below 0 worse than that. Targets (n, outputs)
    give the mean over the outputs. Where the targets do not vary: 1 if they are met, else 0.
    Raises ConfigurationError for unlike shapes.
    """
    from engine.losses.checks import same_shape

    same_shape(predictions, targets)
    y = targets.double()
    residual = ((predictions.double() - y) ** 2).sum(0)
    total = ((y - y.mean(0)) ** 2).sum(0)
    constant = (residual == 0).double()
    return (1 - residual / total).where(total > 0, constant).mean().item()
