"""The mean square is kept away from 0; where it is held, its slope is 0."""

from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target) ** 2).mean().clamp(min=1e-12).sqrt()
