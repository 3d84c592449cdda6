"""A network with one hidden layer."""

import torch
from torch import nn


class Network(nn.Module):
    """(B, inputs) → (B, outputs), through `hidden` units with a ReLU."""

    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError
