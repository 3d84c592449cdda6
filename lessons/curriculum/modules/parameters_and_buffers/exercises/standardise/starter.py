"""A layer that standardises its input."""

import torch
from torch import nn


class Standardise(nn.Module):
    """(B, n) → (B, n): (x − mean) / deviation, with the mean and deviation of training data."""

    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError
