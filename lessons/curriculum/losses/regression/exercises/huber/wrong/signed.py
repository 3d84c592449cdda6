"""error-is-signed: "e ≤ δ is the condition." Then every error below 0 counts as small."""

import torch
from torch import Tensor


def huber(prediction: Tensor, target: Tensor, delta: float) -> Tensor:
    error = prediction - target
    straight = delta * (error - 0.5 * delta)
    return torch.where(error <= delta, 0.5 * error**2, straight).mean()
