"""Both in one buffer of two rows."""

import torch
from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("statistics", torch.stack([mean, deviation]))

    def forward(self, x: Tensor) -> Tensor:
        mean, deviation = self.statistics
        return (x - mean) / deviation
