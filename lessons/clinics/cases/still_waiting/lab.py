"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from engine.nn import mlp
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(optimizer=optim.SGD(0.001))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits()


def faster() -> Experiment:
    """A hundred times the rate."""
    return on_digits(optimizer=optim.SGD(0.1))


def wider() -> Experiment:
    """Eight times as many hidden units."""
    return on_digits(lambda: mlp(64, 256, 10), optimizer=optim.SGD(0.001))


def sick(run: FinishedRun) -> bool:
    """Whether the loss has hardly moved, smoothly, by the end."""
    return late_loss(run) > 2.0
