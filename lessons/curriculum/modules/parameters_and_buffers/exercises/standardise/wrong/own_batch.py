"""statistics-of-the-batch: "Standardise by what is there." It has to be the training data's."""

import torch
from torch import nn


class Standardise(nn.Module):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - x.mean(dim=0)) / x.std(dim=0)
