"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, data, optim
from engine.data import Sequential, Shuffled
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(data=data.sorted_by_class(data.digits()), order=Sequential())


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(data=data.sorted_by_class(data.digits()), order=Shuffled())


def slower() -> Experiment:
    """A third of the rate."""
    sorted_ = data.sorted_by_class(data.digits())
    return on_digits(data=sorted_, order=Sequential(), optimizer=optim.SGD(0.1))


def sick(run: FinishedRun) -> bool:
    """Whether the loss goes up and down with every epoch while little is read."""
    swing = run.loss[-34:].max() - run.loss[-34:].min()
    return bool(swing > 1.0) and last(run) < 0.6
