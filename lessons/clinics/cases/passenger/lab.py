"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from engine import Experiment, optim
from engine.nn import mlp
from engine.regularise import freeze
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(_held)


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(lambda: mlp(64, 12, 10))


def faster() -> Experiment:
    """Three times the rate."""
    return on_digits(_held, optimizer=optim.SGD(1.0))


def _held() -> nn.Module:
    """A network whose first layer the optimiser never gets."""
    return freeze(mlp(64, 12, 10), "linear1")


def sick(run: FinishedRun) -> bool:
    """Whether learning stops long before the digits are read."""
    return last(run) < 0.85
