"""Zeros that are like x: "Only the place matters." What stands there matters, too."""

import torch
from torch import Tensor, nn


class WithOnes(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.score = nn.Linear(inputs + 1, outputs, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.score(torch.cat([x, torch.zeros_like(x[:, :1])], dim=1))
