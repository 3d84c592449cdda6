"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(optimizer=optim.SGD(6.0))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits()


def slower() -> Experiment:
    """A twentieth of the rate."""
    return on_digits(optimizer=optim.SGD(0.3))


def larger() -> Experiment:
    """Batches four times as large."""
    return on_digits(optimizer=optim.SGD(6.0), batch_size=256)


def sick(run: FinishedRun) -> bool:
    """Whether the loss leaps far above where it began, and comes to nothing."""
    return bool(run.loss.max() > 3 * run.loss[0]) and late_loss(run) > 1.0
