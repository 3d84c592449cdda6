"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment, data, optim
from engine.nn import mlp
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _reader(100)


def healthy() -> Experiment:
    """The same, mended."""
    return _reader(100, decay=1.0, dropout=0.5, epochs=40)


def smaller() -> Experiment:
    """A tenth of the rate."""
    return _reader(100, lr=1e-3)


def _reader(
    examples: int, epochs: int = 80, lr: float = 1e-2, decay: float = 0.0, dropout: float = 0.0
) -> Experiment:
    few = data.with_label_noise(data.subset(data.digits(), examples), 0.2)
    return on_digits(
        lambda: mlp(64, 128, 10, dropout=dropout),
        data=few,
        optimizer=optim.AdamW(lr, weight_decay=decay),
        epochs=epochs,
        evaluate_every=10,
        evaluate_on=("train", "validation", "test"),
    )


def sick(run: FinishedRun) -> bool:
    """Whether validation turns round and climbs while training goes to 0."""
    validation = run.curve("loss").values
    return bool(validation[-1] > 1.5 * validation.min()) and last(run, split="train") > 0.97
