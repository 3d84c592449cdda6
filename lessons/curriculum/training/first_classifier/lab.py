"""Reading handwritten digits: data, model, loss, optimiser, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def read_digits(hidden: int, lr: float, batch_size: int, epochs: int) -> Experiment:
    """Learn to read 8 x 8 images of digits from 1078 examples.

    One step takes `batch_size` images, measures the loss on them, and moves every weight a
    little against its gradient; `lr` says how far. One epoch takes every image once.
    """
    return Experiment(
        data=data.digits(),
        model=lambda: reader(hidden),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=batch_size,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ConfusionMatrix(), probes.WorstMistakes()),
    )


def reader(hidden: int) -> nn.Module:
    """64 grey values in, 10 scores out: one for each digit, and the highest is the answer.

    Without hidden units each score is a weighted sum of the pixels. With them, the network first
    computes `hidden` features of the image; ReLU sets the negative ones to 0.
    """
    if hidden == 0:
        return nn.Linear(64, 10)
    return nn.Sequential(
        nn.Linear(64, hidden),
        nn.ReLU(),
        nn.Linear(hidden, 10),
    )


def rates_that_read(runs: Runs) -> str:
    """The runs that read more than half of the validation images at the end, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_read(run) > 0.5) or "none"


def reads_more(runs: Runs) -> str:
    """The run that reads more validation images; "same" within one image in a hundred."""
    return runs.highest(share_read, tie="same", margin=0.01)


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last
