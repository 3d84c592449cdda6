"""The patient's run, and what it should have been."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine import Experiment, data, optim
from engine.data import Dataset, Examples
from lessons.clinics.building import last, late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(data=_moved())


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits()


def slower() -> Experiment:
    """A third of the rate."""
    return on_digits(data=_moved(), optimizer=optim.SGD(0.1))


def _moved() -> Dataset:
    """Training labels that are one less than those of validation."""
    digits = data.digits()
    train = Examples(digits.train.inputs, (digits.train.targets - 1) % 10)
    return replace(digits, train=train)


def sick(run: FinishedRun) -> bool:
    """Whether training goes well and validation gets nearly everything wrong."""
    return late_loss(run) < 0.6 and last(run) < 0.1
