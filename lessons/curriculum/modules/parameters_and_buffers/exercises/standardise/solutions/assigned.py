"""`nn.Buffer` is to buffers what `nn.Parameter` is to parameters: assigned, and known."""

import torch
from torch import nn


class Standardise(nn.Module):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.mean = nn.Buffer(mean)
        self.scale = nn.Buffer(1 / deviation)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) * self.scale
