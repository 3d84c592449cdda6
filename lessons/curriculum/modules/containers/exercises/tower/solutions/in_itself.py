"""A tower is one layer on top of a lower tower."""

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.top = nn.Linear(width, width)
        self.below = Tower(width, depth - 1) if depth > 1 else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.top(self.below(x)))
