"""Graphs small enough to be seen whole: an expression of two numbers, and a net of two layers."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def graph(what: str, zeros: str, lr: float, length: int) -> Experiment:
    """Descend an expression, or train a net; `zeros` says which layers of it begin at zero."""
    if what == "net":
        return net(zeros, lr, length)
    return expression(Shared if what == "shared" else Apart, lr, length)


def expression(model: type[nn.Module], lr: float, length: int) -> Experiment:
    """What comes out of the model is itself the loss. There are no data."""
    return Experiment(
        model=model,
        step_loss=lambda model, _: model(),
        optimizer=optim.SGD(lr=lr),
        steps=length,
        probes=(probes.Graph(names=("sum",)),),
    )


class Shared(nn.Module):
    """(x + y) · x at (1, 2): x is used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.x = nn.Parameter(torch.tensor(1.0))
        self.y = nn.Parameter(torch.tensor(2.0))

    def forward(self) -> Tensor:
        return (self.x + self.y) * self.x


class Apart(nn.Module):
    """(x + y) · z at (1, 2, 1): the same numbers, and each is used once."""

    def __init__(self) -> None:
        super().__init__()
        self.x = nn.Parameter(torch.tensor(1.0))
        self.y = nn.Parameter(torch.tensor(2.0))
        self.z = nn.Parameter(torch.tensor(1.0))

    def forward(self) -> Tensor:
        return (self.x + self.y) * self.z


def net(zeros: str, lr: float, length: int) -> Experiment:
    """Tell two moons apart with all points in every step."""
    return Experiment(
        data=data.moons(n=200, noise=0.1),
        model=lambda: TwoLayers(zeros),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=length,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=length,
        probes=(probes.Graph(names=("before", "hidden", "scores")), probes.DecisionBoundary()),
    )


class TwoLayers(nn.Module):
    """Points (n, 2) → 8 hidden units → scores (n, 2)."""

    def __init__(self, zeros: str) -> None:
        super().__init__()
        self.first = nn.Linear(2, 8)
        self.second = nn.Linear(8, 2)
        if zeros == "both":
            nn.init.zeros_(self.first.weight)
            nn.init.zeros_(self.first.bias)
        if zeros in ("second", "both"):
            nn.init.zeros_(self.second.weight)

    def forward(self, points: Tensor) -> Tensor:
        hidden = torch.tanh(self.first(points))
        scores: Tensor = self.second(hidden)
        return scores


def pull_on_x(runs: Runs) -> str:
    """Which of the options the gradient of x in (x + y) · x is.

    The gradient norm of the first step is √(gx² + gy²), and gy is 1.
    """
    found = sqrt(runs["shared"].grad_norm[0] ** 2 - 1)
    options = {"once": 1.0, "mean": 2.0, "last": 3.0, "added": 4.0}
    return min(options, key=lambda name: abs(options[name] - found))


def nets_that_learn(runs: Runs) -> str:
    """The nets that tell more than 95 % of the new points apart."""
    return "_".join(run.scenario for run in runs if accuracy(run) > 0.95) or "none"


def accuracy(run: FinishedRun) -> float:
    """Share of the validation points that are right after the last step."""
    return run.curve("accuracy").last
