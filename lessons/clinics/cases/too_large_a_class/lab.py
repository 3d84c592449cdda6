"""The patient's run, and what it should have been."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from torch.nn.functional import cross_entropy

from engine import Experiment, optim
from lessons.clinics.building import on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(loss=_summed)


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits()


def slower() -> Experiment:
    """A hundredth of the rate."""
    return on_digits(loss=_summed, optimizer=optim.SGD(0.003))


_summed = partial(cross_entropy, reduction="sum")


def sick(run: FinishedRun) -> bool:
    """Whether the loss begins far above that of guessing."""
    return bool(run.loss[0] > 50)
