"""A perfect batch is a case of its own, with a graph and without a slope."""

from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    errors = prediction - target
    if not errors.any():
        return errors.sum()
    return errors.square().mean().sqrt()
