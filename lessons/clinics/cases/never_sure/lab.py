"""The patient's run, and what it should have been."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from torch import nn

from engine import Experiment, optim
from lessons.clinics.building import last, late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(lambda: _reader(nn.Softmax(dim=1)), optimizer=optim.Adam(1e-2))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(lambda: _reader(nn.Identity()), optimizer=optim.Adam(1e-2))


def wider() -> Experiment:
    """Four times as many hidden units."""
    return on_digits(lambda: _reader(nn.Softmax(dim=1), 128), optimizer=optim.Adam(1e-2))


def _reader(end: nn.Module, hidden: int = 32) -> nn.Module:
    layers = (nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10), end)
    names = ("linear1", "relu1", "linear2", "end")
    return nn.Sequential(OrderedDict(zip(names, layers, strict=True)))


def sick(run: FinishedRun) -> bool:
    """Whether the loss stands high above 0 though nearly all digits are read."""
    return late_loss(run) > 1.4 and last(run) > 0.8
