"""mean-over-samples: "The mean divides by the number of samples." It counts elements."""

import torch
from torch import Tensor


def huber(prediction: Tensor, target: Tensor, delta: float) -> Tensor:
    size = (prediction - target).abs()
    cost = torch.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta))
    return cost.sum() / len(prediction)
