"""forgets-biases: "A layer is its weights." Each unit adds a number of its own."""

import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden, bias=False)
        self.head = nn.Linear(hidden, outputs, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.hidden(x)))
