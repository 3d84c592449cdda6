"""It is a chain, so a Sequential will do, with a tanh behind each layer."""

import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.chain = nn.Sequential()
        for _ in range(depth):
            self.chain.append(nn.Linear(width, width))
            self.chain.append(nn.Tanh())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.chain(x)
