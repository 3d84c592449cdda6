"""A model that works where it was written, and nowhere else."""

import torch
from torch import Tensor, nn


class WithOnes(nn.Module):
    """Scores of x beside ones: (n, inputs) → (n, outputs)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.score = nn.Linear(inputs + 1, outputs, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        ones = torch.ones(len(x), 1)
        return self.score(torch.cat([x, ones], dim=1))
