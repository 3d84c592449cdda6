"""huber-jumps: "Beyond δ it is δ|e|." Then the pieces do not meet."""

import torch
from torch import Tensor


def huber(prediction: Tensor, target: Tensor, delta: float) -> Tensor:
    size = (prediction - target).abs()
    return torch.where(size <= delta, 0.5 * size**2, delta * size).mean()
