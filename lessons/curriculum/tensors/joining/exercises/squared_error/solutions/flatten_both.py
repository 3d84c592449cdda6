"""Flatten both: N numbers against N numbers."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    errors = prediction.flatten() - target.flatten()
    return errors.square().mean()
