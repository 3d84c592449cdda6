"""The patient's run, and what it should have been."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch

from engine import Experiment, data, optim
from engine.data import Dataset, Examples
from engine.nn import mlp
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _reader(_mixed())


def healthy() -> Experiment:
    """The same, mended."""
    return _reader(data.subset(data.digits(), 120))


def smaller() -> Experiment:
    """An eighth of the hidden units."""
    return _reader(_mixed(), hidden=16)


def _mixed() -> Dataset:
    """A hundred and twenty to train on, and a validation split of which most are among them."""
    few = data.subset(data.digits(), 120)
    inputs = torch.cat([few.train.inputs[:100], few.validation.inputs[:25]])
    targets = torch.cat([few.train.targets[:100], few.validation.targets[:25]])
    return replace(few, validation=Examples(inputs, targets))


def _reader(digits: Dataset, hidden: int = 128) -> Experiment:
    return on_digits(
        lambda: mlp(64, hidden, 10),
        data=digits,
        optimizer=optim.Adam(1e-2),
        epochs=40,
        evaluate_every=10,
        evaluate_on=("train", "validation", "test"),
    )


def sick(run: FinishedRun) -> bool:
    """Whether validation promises what the test does not keep."""
    return last(run) - last(run, split="test") > 0.07
