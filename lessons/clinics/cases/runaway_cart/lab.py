"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(optimizer=optim.SGD(1.0, momentum=0.98))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(optimizer=optim.SGD(0.03, momentum=0.9))


def forgetful() -> Experiment:
    """The same rate without momentum."""
    return on_digits(optimizer=optim.SGD(1.0))


def larger() -> Experiment:
    """Batches four times as large."""
    return on_digits(optimizer=optim.SGD(1.0, momentum=0.98), batch_size=256)


def sick(run: FinishedRun) -> bool:
    """Whether the loss climbs after a good beginning."""
    return bool(run.loss[5:].max() > 2 * run.loss[0]) and late_loss(run) > 1.0
