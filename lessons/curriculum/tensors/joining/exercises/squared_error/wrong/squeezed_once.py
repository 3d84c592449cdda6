"""flat-is-a-column: "Squeeze the prediction." Then a target (N, 1) meets a flat prediction."""

from torch import Tensor


def squared_error(prediction: Tensor, target: Tensor) -> Tensor:
    return ((prediction.squeeze(1) - target) ** 2).mean()
