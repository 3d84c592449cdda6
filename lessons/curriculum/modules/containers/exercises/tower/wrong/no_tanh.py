"""linear-layers-add-up: "A Sequential of the layers is the tower." The tanh has gone missing."""

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(*(nn.Linear(width, width) for _ in range(depth)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)
