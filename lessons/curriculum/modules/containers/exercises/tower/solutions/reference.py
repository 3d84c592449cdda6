"""A ModuleList is used like a list, and is a module."""

import torch
from torch import nn


class Tower(nn.Module):
    """(B, width) → (B, width), through `depth` layers with a tanh after each."""

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        layers = (nn.Linear(width, width) for _ in range(depth))
        self.layers = nn.ModuleList(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x
