"""Targets that are not quite sure: smoothed labels, and what a teacher says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, fit, metrics, optim, probes

if TYPE_CHECKING:
    from engine.data import Batch, Dataset
    from engine.experiment import StepLoss
    from lessons.lab import FinishedRun, Runs

CLASSES = 10


def reader(
    images: int, wrong: float, smoothing: float, told: str, temperature: float, squared: bool
) -> Experiment:
    """A small network learns to read digits; `told` says by whom: the labels or a teacher.

    It has `images` to learn from, and a share `wrong` of their labels is wrong.
    """
    digits = data.with_label_noise(data.subset(data.digits(), images), wrong)
    by_teacher = told == "teacher"
    return Experiment(
        data=digits,
        model=lambda: network(units=32),
        loss=smoothed_cross_entropy(smoothing),
        step_loss=distilled(temperature, squared) if by_teacher else None,
        optimizer=optim.SGD(lr=0.1) if temperature == 10 else optim.Adam(lr=0.01),
        batch_size=32,
        steps=300,
        evaluate_every=100,
        metrics=(("accuracy", metrics.accuracy), ("sure", sure)),
        probes=(
            probes.ConfidenceHistogram(),
            probes.MatrixMap(lambda _: what_it_is_told(digits, smoothing, told, temperature)),
        ),
    )


def network(units: int) -> nn.Sequential:
    """64 grey values → hidden units → 10 scores: (B, 64) → (B, 10)."""
    return nn.Sequential(nn.Linear(64, units), nn.ReLU(), nn.Linear(units, CLASSES))


def smoothed(targets: Tensor, smoothing: float) -> Tensor:
    """(1 − ε) · one-hot + ε / K: classes (B,) → probabilities (B, 10)."""
    return (1 - smoothing) * F.one_hot(targets, CLASSES) + smoothing / CLASSES


class smoothed_cross_entropy:  # noqa: N801
    """Cross-entropy against smoothed targets; PyTorch has it as `label_smoothing`."""

    def __init__(self, smoothing: float) -> None:
        self.smoothing = smoothing

    def __call__(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Scores (B, 10) and classes (B,) → one number."""
        return F.cross_entropy(scores, smoothed(targets, self.smoothing))
