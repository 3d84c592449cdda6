"""Joining: two halves of an image become one tensor, and a column meets a flat list of targets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

SHOWN = 24
"""Examples whose tensors the view draws."""


def join(problem: str, halves: str, targets: str, epochs: int) -> Experiment:
    """Read digits from their two halves, or predict the course of a disease from body mass."""
    if problem == "digits":
        return from_halves(halves, epochs)
    return from_body_mass(targets, steps=10 * epochs)


def from_halves(halves: str, epochs: int) -> Experiment:
    """Read the upper and the lower half of each image with the same layer, then join them."""
    digits = data.digits()
    shown = digits.validation.inputs[:SHOWN]
    return Experiment(
        data=digits,
        model=lambda: Halves(halves),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.3),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.MatrixMap(lambda model: joined(model, shown)),),
    )


class Halves(nn.Module):
    """64 grey values are cut in two; 16 features of each half are put together; 10 scores."""

    def __init__(self, halves: str) -> None:
        super().__init__()
        self.halves = halves
        self.read = nn.Linear(32, 16)
        self.score = nn.Linear(32 if halves == "cat" else 16, 10)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) to (B, 10)."""
        scores: Tensor = self.score(self.features(images))
        return scores

    def features(self, images: Tensor) -> Tensor:
        """(B, 64) to (B, 32) where the features stand side by side, else to (B, 16)."""
        above, below = images.chunk(2, dim=1)  # (B, 32) each
        above = self.read(above).relu()  # (B, 16)
        below = self.read(below).relu()
        if self.halves == "cat":
            return torch.cat([above, below], dim=1)  # (B, 32)
        if self.halves == "stack":
            return torch.stack([above, below], dim=1).sum(dim=1)  # (B, 2, 16), then (B, 16)
        alone: Tensor = above
        return alone


def joined(model: nn.Module, images: Tensor) -> Tensor:
    """What the scores of these images (n, 64) are computed from."""
    assert isinstance(model, Halves)
    return model.features(images.to(model.read.weight.device))


def from_body_mass(targets: str, steps: int) -> Experiment:
    """A straight line from body mass to the course of diabetes, all 265 patients at every step.

    The line answers with a column, (265, 1). The targets are one too, or a flat (265,).
    """
    patients = data.diabetes(features=("bmi",))
    if targets == "(N,)":
        patients = flattened(patients)
    shown = Examples(patients.train.inputs[:SHOWN], patients.train.targets[:SHOWN])
    return Experiment(
        data=patients,
        model=lambda: nn.Linear(1, 1),
        loss=mse_loss,
        optimizer=optim.SGD(lr=0.1),
        steps=steps,
        evaluate_every=steps,
        metrics=(("spread", spread),),
        probes=(probes.FitCurve(), probes.MatrixMap(lambda model: differences(model, shown))),
    )


def flattened(patients: Dataset) -> Dataset:
    """The same data with targets (n,) in the place of (n, 1)."""
    return replace(
        patients,
        train=Examples(patients.train.inputs, patients.train.targets.squeeze(1)),
        validation=Examples(patients.validation.inputs, patients.validation.targets.squeeze(1)),
        test=None,
    )


def differences(model: nn.Module, patients: Examples) -> Tensor:
    """What the loss squares and averages, for some patients: prediction minus target."""
    device = next(model.parameters()).device
    answers: Tensor = model(patients.inputs.to(device))
    return answers - patients.targets.to(device)


def spread(predictions: Tensor, _: Tensor) -> float:
    """How far the predictions (n, 1) differ from each other: their standard deviation."""
    return float(predictions.std())


def reads_most(runs: Runs) -> str:
    """The run that reads most validation images; "same" within one image in a hundred."""
    return runs.highest(lambda run: run.curve("accuracy").last, tie="same", margin=0.01)


def line_of_flat_targets(runs: Runs) -> str:
    """What became of the line that was trained on targets (N,)."""
    flat, column = runs["flat"], runs["column"]
    if flat.status == "failed":
        return "error"
    if last_spread(flat) < 0.05:
        return "level"
    return "same" if abs(last_spread(flat) - last_spread(column)) < 0.05 else "other"


def last_spread(run: FinishedRun) -> float:
    """How far the predictions differ from patient to patient at the end."""
    return run.curve("spread").last
