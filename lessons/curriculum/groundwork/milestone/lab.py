"""The network of the first lesson from three starts: drawn at random, half of it 0, all of it 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def from_start(start: str, hidden: int, lr: float) -> Experiment:
    """Learn the two moons in 300 steps, each of them on all 300 points."""
    return Experiment(
        data=data.moons(noise=0.1),
        model=lambda: network(start, hidden),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=300,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=30,
        probes=(probes.DecisionBoundary(), probes.LayerGradients()),
    )


def network(start: str, hidden: int) -> nn.Sequential:
    """Points (n, 2) in, scores (n, 2) out."""
    first, last = nn.Linear(2, hidden), nn.Linear(hidden, 2)
    if start in {"second layer 0", "all 0"}:
        to_zero(last)
    if start == "all 0":
        to_zero(first)
    return nn.Sequential(first, nn.ReLU(), last)


def to_zero(layer: nn.Linear) -> None:
    """Overwrite what was drawn."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)


def those_that_learn(runs: Runs) -> str:
    """The starts from which more than 90 of 100 new points are right in the end, joined by "_"."""
    return "_".join(run.scenario for run in runs if right(run) > 0.9) or "none"


def right(run: FinishedRun) -> float:
    """Share of the new points that were answered rightly in the end."""
    return run.curve("accuracy").last
