"""list-comes-by-itself: "A class that inherits from nn.Module is one." Its list has to be made."""

import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        self.hidden = nn.Linear(inputs, hidden)
        self.head = nn.Linear(hidden, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.hidden(x)))
