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
    return on_digits(_normed, optimizer=optim.AdamW(1e-2, weight_decay=8.0))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(_normed, optimizer=optim.AdamW(1e-2, weight_decay=0.01))


def faster() -> Experiment:
    """Three times the rate."""
    return on_digits(_normed, optimizer=optim.AdamW(3e-2, weight_decay=8.0))


def _normed():  # type: ignore[no-untyped-def]
    return mlp(64, 32, 32, 10, norm="batch")


def sick(run: FinishedRun) -> bool:
    """Whether the loss stays high though the digits can be read."""
    return late_loss(run) > 0.7
