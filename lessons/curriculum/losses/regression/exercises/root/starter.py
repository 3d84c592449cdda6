"""The root of the mean squared error, in the unit of the target."""

from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    """Two tensors of one shape → one number, with a gradient."""
    return ((prediction - target) ** 2).mean().sqrt()
