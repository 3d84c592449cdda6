"""Four networks on the way to 97 digits in a hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def read_digits(network: str, lr: float, batch_size: int, epochs: int) -> Experiment:
    """Learn to read 8 x 8 images of digits from 1078 examples, with Adam."""
    return Experiment(
        data=data.digits(flat=False),
        model=NETWORKS[network],
        loss=cross_entropy,
        optimizer=optim.Adam(lr=lr),
        batch_size=batch_size,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ConfusionMatrix(), probes.WorstMistakes()),
    )


def linear() -> nn.Module:
    """One score for each digit straight from the pixels: (B, 1, 8, 8) → (B, 10)."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10))


def hidden() -> nn.Module:
    """128 hidden units between pixels and scores."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))


def convolutions() -> nn.Module:
    """Two layers that look at 3 x 3 pixels each, then a score for each digit."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, 10),
    )


def normalised() -> nn.Module:
    """The same two layers, each followed by batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, 10),
    )


NETWORKS = {
    "linear": linear,
    "hidden units": hidden,
    "convolutions": convolutions,
    "convolutions, batch norm": normalised,
}


def reads_most(runs: Runs) -> str:
    """The run that reads most validation images; "same" within one image in two hundred."""
    return runs.highest(share_read, tie="same", margin=0.005)


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last
