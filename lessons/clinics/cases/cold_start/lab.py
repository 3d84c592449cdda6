"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim, schedules
from engine.nn import mlp
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _deep(0)


def healthy() -> Experiment:
    """The same, mended."""
    return _deep(100)


def slower() -> Experiment:
    """A tenth of the rate."""
    return _deep(0, lr=0.005)


def warmed() -> Experiment:
    """The rate rises over the first 100 steps."""
    return _deep(100)


def _deep(warm: int, lr: float = 0.05) -> Experiment:
    return on_digits(
        lambda: mlp(64, *[64] * 6, 10),
        optimizer=optim.Adam(lr),
        schedule=schedules.warmup_cosine(steps=warm) if warm else schedules.Cosine(),
        epochs=15,
    )


def sick(run: FinishedRun) -> bool:
    """Whether the loss leaps up in the first steps and ends at that of guessing."""
    return late_loss(run) > 0.5
