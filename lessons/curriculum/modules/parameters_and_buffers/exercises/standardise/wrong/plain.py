"""attribute-follows-the-module: "What a module has, it saves." It saves what is on its lists."""

import torch
from torch import nn


class Standardise(nn.Module):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.mean = mean
        self.deviation = deviation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.deviation
