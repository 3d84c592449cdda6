"""The parts are a chain, so a Sequential is the reader."""

import torch
from answers.standardise import Standardise
from answers.tower import Tower
from torch import nn


class Reader(nn.Sequential):
    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor, width: int, depth: int) -> None:
        super().__init__()
        self.append(Standardise(mean, deviation))
        self.append(nn.Linear(mean.numel(), width)).append(nn.Tanh())
        self.append(Tower(width, depth))
        self.append(nn.Dropout(0.2)).append(nn.Linear(width, 10))


def revive(state: dict[str, torch.Tensor], pixels: int, width: int, depth: int) -> Reader:
    anything = torch.rand(2, pixels) + 1
    copy = Reader(anything[0], anything[1], width, depth)
    copy.eval()
    copy.load_state_dict(state)
    return copy
