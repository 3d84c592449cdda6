"""Labs whose code behaves badly."""

from __future__ import annotations

import os
import sys

import torch
from torch import Tensor, nn

from engine import Experiment, optim
from engine.data import Batch

QUITS_AT = 40


class Dot(nn.Module):
    """One number."""

    def __init__(self) -> None:
        super().__init__()
        self.x = nn.Parameter(torch.ones(()))


def quits(lr: float, steps: int) -> Experiment:
    """Ends its own process in the middle, as native code that gives up does."""
    made = 0

    def loss(model: nn.Module, _: Batch | None) -> Tensor:
        nonlocal made
        made += 1
        if made == QUITS_AT:
            os._exit(7)
        return model.x.square()  # type: ignore[operator,union-attr,no-any-return]

    return Experiment(model=Dot, step_loss=loss, optimizer=optim.SGD(lr=lr), steps=steps)


def floods(lr: float, steps: int) -> Experiment:
    """Prints at every step, with colours and a progress bar, then fails."""
    made = 0

    def loss(model: nn.Module, _: Batch | None) -> Tensor:
        nonlocal made
        made += 1
        for line in range(40):
            print(f"\x1b[31mstep {made}\x1b[0m line {line}")
        sys.stderr.write("\r 10%\r 50%\r100%\n")
        if made == QUITS_AT:
            raise RuntimeError("the sky fell")
        return model.x.square()  # type: ignore[operator,union-attr,no-any-return]

    return Experiment(model=Dot, step_loss=loss, optimizer=optim.SGD(lr=lr), steps=steps)
