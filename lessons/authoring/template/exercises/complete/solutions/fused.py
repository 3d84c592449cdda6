"""`torch.sub` scales what it subtracts, in one call."""

import torch
from torch import Tensor


def sgd_step(weights: Tensor, gradient: Tensor, lr: float) -> Tensor:
    """Return the weights after one step of gradient descent."""
    return torch.sub(weights, gradient, alpha=lr)
