"""cpu-is-home: "Bring the input to the CPU, where the ones are." The weights are not there."""

import torch
from torch import Tensor, nn


class WithOnes(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.score = nn.Linear(inputs + 1, outputs, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        ones = torch.ones(len(x), 1)
        return self.score(torch.cat([x.cpu(), ones], dim=1))
