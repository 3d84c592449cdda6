"""Layers that a network knows of, and layers that only its forward does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

WIDTH = 64


def read_digits(keeps: str, depth: int, lr: float, epochs: int) -> Experiment:
    """Learn to read 8 x 8 images of digits, in batches of 32."""
    models = {"in forward": MadeInForward, "list": Listed, "ModuleList": Registered}
    return Experiment(
        data=data.digits(),
        model=lambda: models[keeps](depth),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Shapes(),),
    )


class MadeInForward(nn.Module):
    """Makes its hidden layers where it needs them."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.depth = depth
        self.head = nn.Linear(WIDTH, 10)

    def forward(self, x: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        for _ in range(self.depth):
            x = torch.tanh(nn.Linear(WIDTH, WIDTH)(x))
        scores: Tensor = self.head(x)
        return scores


class Listed(nn.Module):
    """Makes its hidden layers once, and keeps them in a Python list."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.hidden = [nn.Linear(WIDTH, WIDTH) for _ in range(depth)]
        self.head = nn.Linear(WIDTH, 10)

    def forward(self, x: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        scores: Tensor = self.head(x)
        return scores


class Registered(nn.Module):
    """Makes its hidden layers once, and keeps them in a ModuleList."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.hidden = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(depth))
        self.head = nn.Linear(WIDTH, 10)

    def forward(self, x: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        scores: Tensor = self.head(x)
        return scores


def readers(runs: Runs) -> str:
    """The runs that read more than half of the validation images, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_read(run) > 0.5) or "none"


def where_it_ends(runs: Runs) -> str:
    """How well the layers in a list do, between those made in forward and registered ones."""
    made, listed, registered = (share_read(runs[name]) for name in ("made", "listed", "registered"))
    if listed < made + 0.1:
        return "guessing"
    return "same" if listed > registered - 0.02 else "between"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last
