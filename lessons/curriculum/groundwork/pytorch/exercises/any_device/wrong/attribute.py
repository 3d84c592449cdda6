"""model-move-moves-all: "What belongs to the model moves with it." A plain attribute does not."""

import torch
from torch import Tensor, nn


class WithOnes(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.score = nn.Linear(inputs + 1, outputs, bias=False)
        self.one = torch.ones(1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.score(torch.cat([x, self.one.expand(len(x), 1)], dim=1))
