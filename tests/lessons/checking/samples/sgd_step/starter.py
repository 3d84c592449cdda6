"""One step of gradient descent."""

import torch


def sgd_step(weights: torch.Tensor, gradient: torch.Tensor, lr: float) -> torch.Tensor:
    """The weights after one step."""
