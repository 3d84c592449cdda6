"""A convolution, a layer to choose, and two ways to make ten scores of its maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

CHANNELS = 16
CATALOGUE: dict[str, Callable[[], nn.Module]] = {
    "Conv2d": lambda: nn.Conv2d(CHANNELS, CHANNELS, kernel_size=3, padding=1),
    "MaxPool2d": lambda: nn.MaxPool2d(kernel_size=2),
    "AvgPool2d": lambda: nn.AvgPool2d(kernel_size=2),
    "BatchNorm2d": lambda: nn.BatchNorm2d(CHANNELS),
    "Dropout": lambda: nn.Dropout(p=0.5),
    "Tanh": nn.Tanh,
    "GELU": nn.GELU,
}


def read_digits(layer: str, end: str, lr: float, epochs: int) -> Experiment:
    """Learn to read 8 x 8 images of digits, in batches of 32."""
    return Experiment(
        data=data.digits(flat=False),
        model=lambda: reader(layer, end),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Shapes(), probes.Kernels()),
    )


def reader(layer: str, end: str) -> nn.Sequential:
    """(B, 1, 8, 8) → (B, 10): sixteen maps, a layer of the catalogue, and an end."""
    body = [nn.Conv2d(1, CHANNELS, kernel_size=3, padding=1), nn.ReLU()]
    if layer != "nothing":
        body.append(CATALOGUE[layer]())
    if end == "average":
        return nn.Sequential(*body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(CHANNELS, 10))
    side = 4 if "Pool" in layer else 8
    return nn.Sequential(*body, nn.Flatten(), nn.Linear(CHANNELS * side * side, 10))


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last


def reads_more(runs: Runs) -> str:
    """The run that reads more validation images; "same" within five in a hundred."""
    return runs.highest(share_read, tie="same", margin=0.05)


def lower_loss(runs: Runs) -> str:
    """The run with the lower validation loss in the end; "same" within 0.03."""
    return runs.lowest(lambda run: run.curve("loss").last, tie="same", margin=0.03)
