"""list-is-registered: The parts are in order, so a list keeps them."""

import torch
from answers.standardise import Standardise
from answers.tower import Tower
from torch import nn


class Reader(nn.Module):
    def __init__(
        self, mean: torch.Tensor, deviation: torch.Tensor, width: int, depth: int
    ) -> None:
        super().__init__()
        self.parts = [
            Standardise(mean, deviation),
            nn.Linear(len(mean), width),
            nn.Tanh(),
            Tower(width, depth),
            nn.Dropout(0.2),
        ]
        self.head = nn.Linear(width, 10)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        for part in self.parts:
            pixels = part(pixels)
        return self.head(pixels)


def revive(state: dict[str, torch.Tensor], pixels: int, width: int, depth: int) -> Reader:
    reader = Reader(torch.zeros(pixels), torch.ones(pixels), width, depth)
    reader.load_state_dict(state)
    return reader.eval()
