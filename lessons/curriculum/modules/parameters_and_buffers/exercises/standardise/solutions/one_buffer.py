"""Both in one buffer of two rows."""

import torch
from torch import nn


class Standardise(nn.Module):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("statistics", torch.stack([mean, deviation]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mean, deviation = self.statistics
        return (x - mean) / deviation
