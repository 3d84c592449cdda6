"""One network, two answers: which digit it is, and how much ink it took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

SLIPS = 54
"""Training images, 5 in 100, whose ink was written down far too high."""


def two_answers(ink_cost: str, share: float, lr: float) -> Experiment:
    """Learn digit and ink with one loss: cross-entropy + λ · the cost of the ink, λ = `share`."""
    price = squared if ink_cost == "squared" else huber

    def loss(output: Tensor, target: Tensor) -> Tensor:
        """Outputs (B, 11) and targets (B, 2), digit and ink → one number."""
        scores, ink = output[:, :10], output[:, 10]
        return (
            F.cross_entropy(scores, target[:, 0].long()) + share * price(ink - target[:, 1]).mean()
        )

    return Experiment(
        data=with_ink(data.digits()),
        model=lambda: nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 11)),
        loss=loss,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        steps=300,
        evaluate_every=100,
        metrics=(("read", read), ("off", off)),
        probes=(
            probes.LossCurve(
                lambda error: share * price(error),
                ink_errors,
                limits=(-24.0, 8.0),
                axes=("error of the ink", "cost"),
            ),
        ),
    )


def squared(error: Tensor) -> Tensor:
    """e², which pulls with 2e: (n,) → (n,)."""
    return error**2


def huber(error: Tensor) -> Tensor:
    """½e² up to |e| = 1, then |e| − ½, which pulls with 1: (n,) → (n,)."""
    return F.huber_loss(error, torch.zeros_like(error), reduction="none")


def with_ink(digits: Dataset) -> Dataset:
    """Targets (N, 2): the digit, and the sum of the 64 grey values; a few of these are wrong."""
    mean = digits.train.inputs.sum(dim=1).mean()

    def both(part: Examples) -> Examples:
        ink = part.inputs.sum(dim=1) - mean
        return Examples(part.inputs, torch.stack([part.targets.float(), ink], dim=1))

    train = both(digits.train)
    train.targets[:SLIPS, 1] += 20
    return replace(digits, train=train, validation=both(digits.validation), test=None)


def ink_errors(model: nn.Module, examples: Examples) -> Tensor:
    """How much too high the ink is predicted: (n,)."""
    predicted: Tensor = model(examples.inputs)[:, 10]
    return predicted - examples.targets[:, 1]


def read(output: Tensor, target: Tensor) -> float:
    """The share of the digits that are read."""
    return (output[:, :10].argmax(dim=1) == target[:, 0]).float().mean().item()


def off(output: Tensor, target: Tensor) -> float:
    """How far the ink is off, on average."""
    return (output[:, 10] - target[:, 1]).abs().mean().item()


def which_read(runs: Runs) -> str:
    """The networks that read more than eight in ten validation images, joined by "_"."""
    return "_".join(run.scenario for run in runs if last(run, "read") > 0.8) or "none"


def last(run: FinishedRun, metric: str) -> float:
    """What a metric was at the end, on the validation images."""
    return run.curve(metric).last
