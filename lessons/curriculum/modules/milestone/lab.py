"""Train a reader, save it, and use a copy that was made anew and loaded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes
from engine.data import Batch, Dataset, Examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lessons.lab import FinishedRun, Runs

CLASSES = 10


def read_and_copy(tower: str, statistics: str, used_in: str, lr: float, epochs: int) -> Experiment:
    """Learn to read digits. What is measured: the network itself, and a copy loaded from it."""
    scans = scanned(data.digits())
    mean = scans.train.inputs.mean(dim=0)
    deviation = scans.train.inputs.std(dim=0).clamp(min=1.0)

    def with_copy(model: nn.Module, batch: Batch) -> Tensor:
        """(B, 20): ten scores of the network, then ten of its copy."""
        copy = Reader(tower, statistics, torch.zeros(64), torch.ones(64))
        copy.load_state_dict(model.state_dict())
        if used_in == "eval()":
            copy.eval()
        return torch.cat([model(batch.inputs), copy(batch.inputs)], dim=1)

    return Experiment(
        data=scans,
        model=lambda: Reader(tower, statistics, mean, deviation),
        loss=cross_entropy,
        predict=with_copy,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", of_network), ("copy", of_copy)),
        probes=(probes.Shapes(),),
    )


def scanned(digits: Dataset) -> Dataset:
    """Grey values as the scanner gave them, 0 to 16."""

    def raw(examples: Examples) -> Examples:
        return Examples(examples.inputs * 16, examples.targets)

    return replace(digits, train=raw(digits.train), validation=raw(digits.validation))


class Reader(nn.Module):
    """Standardises 64 grey values, then a layer, a tower of two, dropout, and a head."""

    mean: Tensor
    deviation: Tensor
    tower: Iterable[nn.Module]

    def __init__(self, tower: str, statistics: str, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        if statistics == "buffers":
            self.register_buffer("mean", mean)
            self.register_buffer("deviation", deviation)
        else:
            self.mean, self.deviation = mean, deviation
        self.first = nn.Linear(64, 32)
        layers = [nn.Linear(32, 32), nn.Linear(32, 32)]
        self.tower = nn.ModuleList(layers) if tower == "ModuleList" else layers
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(32, CLASSES)

    def forward(self, scans: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        x = torch.tanh(self.first((scans - self.mean) / self.deviation))
        for layer in self.tower:
            x = torch.tanh(layer(x))
        scores: Tensor = self.head(self.drop(x))
        return scores


def of_network(scores: Tensor, digits: Tensor) -> float:
    """Share that the trained network reads."""
    return metrics.accuracy(scores[:, :CLASSES], digits)


def of_copy(scores: Tensor, digits: Tensor) -> float:
    """Share that its copy reads."""
    return metrics.accuracy(scores[:, CLASSES:], digits)


def share_read(run: FinishedRun, by: str = "accuracy") -> float:
    """Share of the validation images that is read in the end, by the network or by its copy."""
    return run.curve(by).last


def copies_that_fail(runs: Runs) -> str:
    """Which copies read over ten in a hundred fewer than their original, joined by "_"."""
    fail = [run.scenario for run in runs if share_read(run) - share_read(run, "copy") > 0.1]
    return "_".join(name for name in ("listed", "plain", "awake") if name in fail) or "none"
