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
    return on_digits(_stack, optimizer=optim.SGD(0.1))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(lambda: mlp(64, *[32] * 7, 10, norm="batch"), optimizer=optim.SGD(0.1))


def faster() -> Experiment:
    """Ten times the rate."""
    return on_digits(_stack, optimizer=optim.SGD(1.0))


def _stack():  # type: ignore[no-untyped-def]
    return mlp(64, *[32] * 7, 10, activation="sigmoid")


def sick(run: FinishedRun) -> bool:
    """Whether the loss stays at that of guessing."""
    return late_loss(run) > 2.2
