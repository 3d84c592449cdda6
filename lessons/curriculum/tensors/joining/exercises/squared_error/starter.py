"""The mean squared error, for targets as a column or as a flat list."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean over N samples; prediction (N, 1), target (N, 1) or (N,)."""
    return ((prediction - target) ** 2).mean()
