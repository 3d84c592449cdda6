"""The same network, the same images: once with their labels, once with labels drawn by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes
from engine.data.changes.label_noise import with_shuffled_labels

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def learn(labels: str, hidden: int, images: int, epochs: int) -> Experiment:
    """Train on so many digits, and measure the training images as well as new ones.

    Labels by lot: the labels of the training images change places, so that each image gets the
    label of another one. New images keep their own.
    """
    digits = data.subset(data.digits(), images)
    return Experiment(
        data=with_shuffled_labels(digits) if labels == "by lot" else digits,
        model=lambda: nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10)),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.01),
        batch_size=32,
        epochs=epochs,
        evaluate_on=("train", "validation"),
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ConfidenceHistogram(),),
    )


def learnt_by_heart(runs: Runs) -> str:
    """The runs that know more than 80 % of their training labels at the end, joined by "_"."""
    return "_".join(run.scenario for run in runs if share(run, "train") > 0.8) or "none"


def share(run: FinishedRun, split: str) -> float:
    """Share of a split that is read as its labels say, after the last epoch."""
    return run.curve("accuracy", split).last
