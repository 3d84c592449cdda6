"""list-comes-by-itself: "A class with layers is a network." Only a module keeps a list of them."""

import torch
from torch import nn


class Network:
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        self.hidden = nn.Linear(inputs, hidden)
        self.head = nn.Linear(hidden, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.hidden(x)))
