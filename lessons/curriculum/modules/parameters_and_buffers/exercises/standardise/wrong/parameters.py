"""constants-as-parameters: "What is to be saved is a parameter." Then it is learned as well."""

import torch
from torch import nn


class Standardise(nn.Module):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.mean = nn.Parameter(mean)
        self.deviation = nn.Parameter(deviation)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.deviation
