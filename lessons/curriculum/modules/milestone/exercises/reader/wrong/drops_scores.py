"""Dropout comes last. Then it is scores that are dropped, and no unit."""

import torch
from answers.standardise import Standardise
from answers.tower import Tower
from torch import nn


class Reader(nn.Module):
    def __init__(
        self, mean: torch.Tensor, deviation: torch.Tensor, width: int, depth: int
    ) -> None:
        super().__init__()
        self.standardise = Standardise(mean, deviation)
        self.first = nn.Linear(len(mean), width)
        self.tower = Tower(width, depth)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(width, 10)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        features = torch.tanh(self.first(self.standardise(pixels)))
        return self.drop(self.head(self.tower(features)))


def revive(state: dict[str, torch.Tensor], pixels: int, width: int, depth: int) -> Reader:
    reader = Reader(torch.zeros(pixels), torch.ones(pixels), width, depth)
    reader.load_state_dict(state)
    return reader.eval()
