"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from lessons.clinics.building import on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(zero_grad=False)


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits()


def slower() -> Experiment:
    """A tenth of the rate."""
    return on_digits(zero_grad=False, optimizer=optim.SGD(0.03))


def sick(run: FinishedRun) -> bool:
    """Whether the gradient swells far beyond where it began."""
    return bool(run.grad_norm.max() > 12 * run.grad_norm[0])
