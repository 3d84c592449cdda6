"""A first network: two kinds of points, a model with 82 numbers, and a loop that tunes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

ALL = 300
"""Points that there are to learn from; 100 others only test what was learned."""


def two_moons(hidden: int, lr: float, points: int, rounds: int) -> Experiment:
    """Tell two kinds of points apart, from `points` examples.

    Every step looks at all these points, asks how wrong the model is, and moves each of its
    numbers a little in the direction that makes it less wrong; `lr` says how far.
    """
    moons = data.moons(noise=0.1)
    return Experiment(
        data=moons if points == ALL else data.subset(moons, points),
        model=lambda: network(hidden),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=rounds,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=max(1, rounds // 10),
        probes=(probes.DecisionBoundary(), probes.MatrixMap(hidden_units)),
    )


def network(hidden: int) -> nn.Sequential:
    """Points (n, 2) in, two scores (n, 2) out: one for each kind, and the higher one wins."""
    return nn.Sequential(
        nn.Linear(2, hidden),  # every hidden unit: a · x + b · y + c
        nn.ReLU(),  # below 0 it says 0
        nn.Linear(hidden, 2),  # every score: a sum of the units, weighted
    )


def hidden_units(model: nn.Module) -> Tensor:
    """One row for each hidden unit, (hidden, 5): its a, b and c, and its weight in both scores."""
    assert isinstance(model, nn.Sequential)
    first, _, last = model
    assert isinstance(first, nn.Linear)
    assert isinstance(last, nn.Linear)
    return torch.column_stack([first.weight, first.bias, last.weight.T])


def lowest(runs: Runs) -> str:
    """The run whose last steps have the lowest loss; "same" within 0.01."""
    return runs.lowest(last_loss, tie="same", margin=0.01)


def few_against_all(runs: Runs) -> str:
    """Whether the loss on few points ends below half of that on all, above twice, or between."""
    ratio = last_loss(runs["few"]) / last_loss(runs["first"])
    if ratio < 0.5:
        return "lower"
    return "higher" if ratio > 2 else "same"


def last_loss(run: FinishedRun) -> float:
    """Mean loss of the last 20 steps, on the points that the model learns from."""
    return float(run.loss[-20:].mean())
