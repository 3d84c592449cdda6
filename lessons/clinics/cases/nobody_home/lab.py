"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from engine import Experiment, optim
from engine.nn import mlp
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(lambda: mlp(64, 64, 64, 10, init=_low))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(lambda: mlp(64, 64, 64, 10))


def faster() -> Experiment:
    """Ten times the rate."""
    return on_digits(lambda: mlp(64, 64, 64, 10, init=_low), optimizer=optim.SGD(3.0))


def _low(layer: nn.Linear) -> None:
    if layer.out_features != 10:
        nn.init.constant_(layer.bias, -4.0)


def sick(run: FinishedRun) -> bool:
    """Whether the loss stays at that of guessing, with next to no gradient."""
    return late_loss(run) > 2.2 and bool(run.grad_norm[-10:].mean() < 0.2)
