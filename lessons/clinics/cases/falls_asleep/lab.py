"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from engine.schedules import Constant, Exponential
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(schedule=Exponential(0.7, per="step"))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(schedule=Exponential(0.7, per="epoch"))


def constant() -> Experiment:
    """The first rate, kept."""
    return on_digits(schedule=Constant())


def slower() -> Experiment:
    """A third of the rate."""
    return on_digits(schedule=Exponential(0.7, per="step"), optimizer=optim.SGD(0.1))


def sick(run: FinishedRun) -> bool:
    """Whether nothing moves any more after the first steps."""
    return late_loss(run) > 1.5 and bool(run.lr[-1] < 1e-6)
