"""Tensors without a past: a network that is cut in two, and a place to come back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from engine.data import Batch
    from lessons.lab import FinishedRun, Runs

UNITS = 32
LEFT = {"nowhere": 2, "before the second layer": 1}
"""Hidden layers that a cut leaves in the graph; the others leave none."""


def cut(where: str, start: str, stiffness: float, lr: float, epochs: int) -> Experiment:
    """Read digits, 64 images in a step. `where`: the place of the cut; `start`: how it is kept."""
    tied = start != "not kept"
    return Experiment(
        data=data.digits(),
        model=(lambda: Tied(where, start)) if tied else (lambda: Reader(where)),
        loss=cross_entropy,
        step_loss=spring(stiffness) if tied else None,
        optimizer=optim.SGD(lr=lr),
        batch_size=64,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=() if tied else (probes.LayerGradients(), probes.Graph(names=results(where))),
    )


def results(where: str) -> tuple[str, ...]:
    """What the graph's results are called, the scores last."""
    return (*("linear", "relu") * LEFT.get(where, 0), "scores")


class Reader(nn.Module):
    """Images (B, 64) → 32 units → 32 units → scores (B, 10)."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where
        self.first = nn.Linear(64, UNITS)
        self.second = nn.Linear(UNITS, UNITS)
        self.head = nn.Linear(UNITS, 10)

    def forward(self, images: Tensor) -> Tensor:
        if self.where == "no_grad":
            with torch.no_grad():
                hidden = self.front(images)
        else:
            hidden = self.front(images)
        if self.where == "before the head":
            hidden = hidden.detach()
        scores: Tensor = self.head(hidden)
        return scores

    def front(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 32): everything in front of the head."""
        hidden = torch.relu(self.first(images))
        if self.where == "before the second layer":
            hidden = hidden.detach()
        return torch.relu(self.second(hidden))


class Tied(nn.Module):
    """A reader that keeps the weights it started from, with or without a copy."""

    def __init__(self, where: str, start: str) -> None:
        super().__init__()
        self.reader = Reader(where)
        self.start = [weight.detach() for weight in self.reader.parameters()]
        if start == "detach().clone()":
            self.start = [weight.clone() for weight in self.start]

    def forward(self, images: Tensor) -> Tensor:
        scores: Tensor = self.reader(images)
        return scores

    def distance(self) -> Tensor:
        """Σ (θ − start)² over all weights."""
        pairs = zip(self.reader.parameters(), self.start, strict=True)
        return torch.stack([(weight - start).square().sum() for weight, start in pairs]).sum()


def spring(stiffness: float) -> Callable[[nn.Module, Batch], Tensor]:
    """The loss of a tied reader: that of its answers, and a pull back to the start."""

    def loss(model: nn.Module, batch: Batch) -> Tensor:
        assert isinstance(model, Tied)
        wrong = cross_entropy(model(batch.inputs), batch.targets)
        return wrong + stiffness * model.distance()

    return loss


def accuracy(run: FinishedRun) -> float:
    """Share of the validation images that are read in the end."""
    return run.curve("accuracy").last


def what_is_left(runs: Runs) -> str:
    """How much of the reading is left where the head is cut off from what is in front of it."""
    left = accuracy(runs["head"])
    if left < 0.2:
        return "guesses"
    return "same" if left > accuracy(runs["whole"]) - 0.03 else "some"


def held_back(runs: Runs) -> str:
    """Which of the two springs keeps the validation loss 0.2 above that of the free reader."""
    free = runs["whole"].curve().last
    held = [name for name in ("shared", "copied") if runs[name].curve().last > free + 0.2]
    return {0: "none", 1: "".join(held), 2: "both"}[len(held)]
