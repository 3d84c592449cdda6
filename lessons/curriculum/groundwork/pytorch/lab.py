"""A network that is another one at every step: it goes through its hidden layer again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

MOST = 4
"""Rounds through the hidden layer at most."""


def any_depth(least: int, most: int, asked: int, lr: float) -> Experiment:
    """Learn the moons with `least` to `most` rounds, drawn at each step; answer with `asked`."""
    return Experiment(
        data=data.moons(noise=0.1),
        model=lambda: AnyDepth(least, max(least, most), asked),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=400,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=20,
        probes=(probes.MatrixMap("rounds_drawn"), probes.DecisionBoundary()),
    )


class AnyDepth(nn.Module):
    """One hidden layer, applied as often as plain Python says."""

    rounds_drawn: Tensor

    def __init__(self, least: int, most: int, asked: int) -> None:
        super().__init__()
        self.least, self.most, self.asked = least, most, asked
        self.first = nn.Linear(2, 16)
        self.hidden = nn.Linear(16, 16)
        self.last = nn.Linear(16, 2)
        self.register_buffer("rounds_drawn", torch.zeros(MOST))

    def forward(self, x: Tensor) -> Tensor:
        """Points (n, 2) in, scores (n, 2) out."""
        x = self.first(x).relu()  # (n, 16)
        for _ in range(self.rounds()):  # an ordinary loop
            x = self.hidden(x).relu()
        scores: Tensor = self.last(x)
        return scores

    def rounds(self) -> int:
        """How often this time: drawn while it trains, `asked` when it is measured."""
        if not self.training:
            return self.asked
        drawn = int(torch.randint(self.least, self.most + 1, ()))
        self.rounds_drawn[drawn - 1] += 1
        return drawn


def what_becomes_of_it(runs: Runs) -> str:
    """Whether the run with drawn rounds was right on nine of ten new points in the end."""
    run = runs["drawn"]
    if run.status != "finished":
        return "error"
    return "learns" if right(run) > 0.9 else "chance"


def right_with_one_round(runs: Runs) -> str:
    """The run that is right on more new points; "same" within five in a hundred."""
    names = {"fixed_once": "fixed", "drawn_once": "drawn"}
    best = runs.highest(right, tie="same", margin=0.05)
    return names.get(best, best)


def right(run: FinishedRun) -> float:
    """Share of the new points that were answered rightly in the end."""
    return run.curve("accuracy").last
