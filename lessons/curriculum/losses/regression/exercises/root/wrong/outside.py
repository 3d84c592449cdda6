"""value-is-not-slope: "Add the ε to the loss." The root of 0 is taken all the same."""

from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target) ** 2).mean().sqrt() + 1e-8
