"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, optim
from engine.nn import mlp
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _reader(2)


def healthy() -> Experiment:
    """The same, mended."""
    return _reader(32)


def slower() -> Experiment:
    """A fifth of the rate."""
    return _reader(2, lr=2e-3)


def wider() -> Experiment:
    """Sixteen times as many hidden units."""
    return _reader(32)


def _reader(hidden: int, lr: float = 1e-2, epochs: int = 30) -> Experiment:
    return on_digits(
        lambda: mlp(64, hidden, 10),
        optimizer=optim.Adam(lr),
        epochs=epochs,
        evaluate_on=("train", "validation", "test"),
    )


def sick(run: FinishedRun) -> bool:
    """Whether training and validation stop together, far too low."""
    return last(run, split="train") < 0.8
