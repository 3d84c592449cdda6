"""one-layer-many-times: "Times depth makes depth of them." It names one layer so often."""

import torch
from torch import nn


class Tower(nn.Module):
    """(B, width) → (B, width), through `depth` layers with a tanh after each."""

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(width, width)] * depth)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            x = torch.tanh(layer(x))
        return x
