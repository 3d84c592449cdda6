"""Give the target the shape of the prediction."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction - target.reshape(prediction.shape)) ** 2).mean()
