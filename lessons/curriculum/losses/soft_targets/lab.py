"""Targets that are not quite sure: smoothed labels, and what a teacher says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, fit, metrics, optim, probes

if TYPE_CHECKING:
    from engine.data import Batch
    from engine.experiment import StepLoss
    from lessons.lab import FinishedRun, Runs

CLASSES = 10


def reader(
    images: int,
    wrong: float,
    smoothing: float,
    told: str,
    temperature: float,
    *,
    optimizer: str,
) -> Experiment:
    """A small network learns to read digits, told by labels or by a teacher what they are.

    It has `images` to learn from, and a share `wrong` of their labels is wrong. Labels may be
    smoothed by ε; a teacher's answers are softened by a temperature.
    """
    digits = data.with_label_noise(data.subset(data.digits(), images), wrong)

    def targets_of(inputs: Tensor, labels: Tensor) -> Tensor:
        if told == "labels":
            return smoothed(labels, smoothing)
        return soft_answers(inputs, temperature)

    first_ten = targets_of(digits.train.inputs[:10], digits.train.targets[:10])
    return Experiment(
        data=digits,
        model=lambda: network(units=32),
        loss=lambda scores, labels: F.cross_entropy(scores, smoothed(labels, smoothing)),
        step_loss=None if told == "labels" else taught(temperature, squared=told == "teacher"),
        optimizer=optim.Adam(lr=0.01) if optimizer == "Adam" else optim.SGD(lr=0.05),
        batch_size=32,
        steps=200,
        evaluate_every=100,
        metrics=(("accuracy", metrics.accuracy), ("sure", sure)),
        probes=(probes.MatrixMap(lambda _: first_ten), probes.ConfidenceHistogram()),
    )


def network(units: int) -> nn.Sequential:
    """64 grey values → hidden units → 10 scores: (B, 64) → (B, 10)."""
    return nn.Sequential(nn.Linear(64, units), nn.ReLU(), nn.Linear(units, CLASSES))


def smoothed(labels: Tensor, smoothing: float) -> Tensor:
    """(1 − ε) · one-hot + ε / K: classes (B,) → probabilities (B, 10)."""
    return (1 - smoothing) * F.one_hot(labels, CLASSES) + smoothing / CLASSES


@cache
def teacher() -> nn.Module:
    """A network of 64 units that has learnt from all 1078 images, with their right labels."""
    return fit(
        Experiment(
            data=data.digits(),
            model=lambda: network(units=64),
            loss=F.cross_entropy,
            optimizer=optim.Adam(lr=0.01),
            batch_size=64,
            epochs=8,
        ),
        device="cpu",
    ).eval()


def soft_answers(images: Tensor, temperature: float) -> Tensor:
    """softmax(z / T) of the teacher's scores z: (B, 64) → (B, 10)."""
    with torch.no_grad():
        scores: Tensor = teacher().to(images.device)(images)
    return (scores / temperature).softmax(dim=1)


def taught(temperature: float, squared: bool) -> StepLoss:
    """How far the student's softened answers are from the teacher's; labels are not looked at."""

    def loss(student: nn.Module, batch: Batch) -> Tensor:
        scores = student(batch.inputs)
        if not student.training:
            return F.cross_entropy(scores, batch.targets)  # measured like everybody else
        logs = (scores / temperature).log_softmax(dim=1)
        apart = F.kl_div(logs, soft_answers(batch.inputs, temperature), reduction="batchmean")
        return temperature**2 * apart if squared else apart

    return loss


def sure(scores: Tensor, _labels: Tensor) -> float:
    """The probability that an answer is given, on average."""
    return scores.softmax(dim=1).amax(dim=1).mean().item()


def what_smoothing_does(runs: Runs) -> str:
    """How the answers with ε = 0.3 differ from those with ε = 0, and whether fewer are right."""
    surer = last(runs["third"], "sure") - last(runs["hard"], "sure")
    fewer = last(runs["hard"], "accuracy") - last(runs["third"], "accuracy")
    if surer > 0.05:
        return "surer"
    if surer > -0.05:
        return "same"
    return "unsure_worse" if fewer > 0.05 else "unsure"


def where_it_helps(runs: Runs) -> str:
    """Where the student with a teacher reads at least 5 in 100 more, joined by "_"."""
    gains = {
        case: last(runs[f"taught_{case}"], "accuracy") - last(runs[f"alone_{case}"], "accuracy")
        for case in ("few", "all")
    }
    return "_".join(case for case, gain in gains.items() if gain > 0.05) or "none"


def last(run: FinishedRun, metric: str) -> float:
    """What a metric was at the end, on the validation images."""
    return run.curve(metric).last
