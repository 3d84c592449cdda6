"""A straight line through points, found by gradient descent, when the true one is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from engine import Experiment, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

SLOPE, INTERCEPT, NOISE = 2.0, 1.0, 0.1


def fit_line(inputs: str, lr: float, momentum: float, epochs: int) -> Experiment:
    """Fit y ≈ w · x + b to 100 points, ten at a time, from w = b = 0.

    The loss over the two weights is a bowl, which is what the view shows.
    """
    return Experiment(
        data=points(inputs),
        model=line,
        loss=mse_loss,
        optimizer=optim.SGD(lr=lr, momentum=momentum),
        batch_size=10,
        epochs=epochs,
        metrics=(("slope", slope), ("intercept", intercept)),
        probes=(probes.WeightPath(),),
    )


def line() -> nn.Linear:
    """w and b as one layer of two weights: its inputs are x and a column of ones."""
    weights = nn.Linear(2, 1, bias=False)
    nn.init.zeros_(weights.weight)
    return weights


def points(inputs: str) -> Dataset:
    """x between 0 and 1, y = 2x + 1 and a little noise: inputs (100, 2), targets (100, 1).

    x is taken as it is, or moved so that its mean is 0, or scaled to a deviation of 1 as well.
    The line is examined at two places, x = 0 and x = 1, which tell its slope and intercept.
    """
    random = torch.Generator().manual_seed(0)
    x = torch.rand(100, 1, generator=random)
    y = SLOPE * x + INTERCEPT + NOISE * torch.randn(100, 1, generator=random)
    ends = torch.tensor([[0.0], [1.0]])
    middle = 0.0 if inputs == "as they are" else x.mean()
    width = x.std() if inputs == "standardised" else 1.0
    return Dataset(
        "a line",
        Examples(with_ones((x - middle) / width), y),
        Examples(with_ones((ends - middle) / width), SLOPE * ends + INTERCEPT),
        features=("x", "1"),
    )


def with_ones(x: Tensor) -> Tensor:
    """(N, 1) → (N, 2): x beside a column of ones, by which b is multiplied."""
    return torch.cat([x, torch.ones_like(x)], dim=1)


def slope(predictions: Tensor, targets: Tensor) -> float:  # noqa: ARG001
    """How much the line rises from x = 0 to x = 1."""
    return (predictions[1] - predictions[0]).item()


def intercept(predictions: Tensor, targets: Tensor) -> float:  # noqa: ARG001
    """Where the line crosses x = 0."""
    return predictions[0].item()


def slope_found(runs: Runs) -> str:
    """Where the slope of the run ended: within 0.1 of the true one, below or above."""
    (run,) = runs
    found = last_slope(run)
    return "right" if abs(found - SLOPE) < 0.1 else "low" if found < SLOPE else "high"


def nearest(runs: Runs) -> str:
    """The run whose slope ended nearest to the true one."""
    return runs.lowest(lambda run: abs(last_slope(run) - SLOPE), tie="same", margin=0.05)


def last_slope(run: FinishedRun) -> float:
    """Slope of the line after the last epoch."""
    return run.curve("slope").last
