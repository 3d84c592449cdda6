"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from engine.nn import deep_plain
from lessons.clinics.building import on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _tower(2.0)


def healthy() -> Experiment:
    """The same, mended."""
    return _tower(1.0)


def slower() -> Experiment:
    """A tenth of the rate."""
    return _tower(2.0, lr=0.002)


def _tower(gain: float, lr: float = 0.02) -> Experiment:
    return on_digits(lambda: deep_plain(depth=10, width=64, gain=gain), optimizer=optim.SGD(lr))


def sick(run: FinishedRun) -> bool:
    """Whether the very first loss and gradient are enormous."""
    return bool(run.loss[0] > 20 and run.grad_norm[0] > 100)
