"""Graphs small enough to be seen whole: an expression of two numbers, and a net of two layers."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, optim, probes

if TYPE_CHECKING:
    from lessons.lab import Runs


def graph(what: str, scale: float, lr: float, length: int) -> Experiment:
    """Descend an expression, or train a net.

    Its first layer begins `scale` times as large, and its second one as many times smaller.
    """
    if what == "net":
        return net(scale, lr, length)
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


def net(scale: float, lr: float, length: int) -> Experiment:
    """Tell two moons apart, with all points in every step."""
    return Experiment(
        data=data.moons(n=200, noise=0.1),
        model=lambda: TwoLayers(scale),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=length,
        probes=(
            probes.Graph(names=("before", "hidden", "scores"), samples=150),
            probes.DecisionBoundary(),
        ),
    )


class TwoLayers(nn.Module):
    """Points (n, 2) → 8 hidden units → scores (n, 2)."""

    def __init__(self, scale: float) -> None:
        super().__init__()
        self.first = nn.Linear(2, 8)
        self.second = nn.Linear(8, 2)
        with torch.no_grad():
            self.first.weight.mul_(scale)
            self.first.bias.mul_(scale)
            self.second.weight.div_(scale)

    def forward(self, points: Tensor) -> Tensor:
        hidden = torch.relu(self.first(points))
        scores: Tensor = self.second(hidden)
        return scores


def pull_on_x(runs: Runs) -> str:
    """Which of the options the gradient of x in (x + y) · x is.

    The gradient norm of the first step is √(gx² + gy²), and gy is 1.
    """
    found = sqrt(runs["shared"].grad_norm[0] ** 2 - 1)
    options = {"once": 1.0, "mean": 2.0, "last": 3.0, "added": 4.0}
    return min(options, key=lambda name: abs(options[name] - found))


def lower_at_the_end(runs: Runs) -> str:
    """The net with the lower loss at the last step; "same" within 0.02."""
    return runs.lowest(lambda run: float(run.loss[-1]), tie="same", margin=0.02)
