"""Products: a linear layer made of `@` and `+`, and what a bias of another shape does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, optim, probes
from engine.data import Dataset, Examples
from engine.data.order import Sequential

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

SHOWN = 24
"""Examples that the view has a row for."""
PATIENTS = 88


def multiply(problem: str, layer: str, bias: str, epochs: int) -> Experiment:
    """Read digits with layers of two kinds, or fit patients with biases of two shapes."""
    if problem == "digits":
        return read_digits(layer, epochs)
    return fit_patients(bias, steps=100 * epochs)


def read_digits(layer: str, epochs: int) -> Experiment:
    """Two layers with ReLU between them: those of PyTorch, or those below."""
    digits = data.digits()
    shown = digits.validation.inputs[:SHOWN]
    return Experiment(
        data=digits,
        model=lambda: network(layer),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.3),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.MatrixMap(lambda model: chances(model, shown)),),
    )


def network(layer: str) -> nn.Module:
    """(B, 64) to (B, 10), by way of 32 hidden units."""
    if layer == "theirs":
        return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    return nn.Sequential(Ours(64, 32), nn.ReLU(), Ours(32, 10))


class Ours(nn.Module):
    """A linear layer: y = x Wᵀ + b, started like PyTorch's own."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        bound = inputs**-0.5
        self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-bound, bound))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs) to (B, outputs)."""
        return x @ self.weight.T + self.bias


def chances(model: nn.Module, images: Tensor) -> Tensor:
    """The scores of some images as shares of 1: (n, 64) to (n, 10)."""
    scores: Tensor = model(images.to(next(model.parameters()).device))
    return scores.softmax(dim=1)


def fit_patients(bias: str, steps: int) -> Experiment:
    """Predict the course of diabetes from two values; all 88 patients at every step, in order."""
    patients = as_many(data.diabetes(features=("bmi", "s5")))
    shown = patients.train.inputs
    return Experiment(
        data=patients,
        model=lambda: Line((1,) if bias == "(1,)" else (PATIENTS, 1)),
        loss=mse_loss,
        optimizer=optim.SGD(lr=0.3),
        order=Sequential(),
        steps=steps,
        evaluate_every=100,
        probes=(probes.MatrixMap(lambda model: parts(model, shown)),),
    )


def as_many(patients: Dataset) -> Dataset:
    """As many patients to learn from as there are to measure on."""
    few = Examples(patients.train.inputs[:PATIENTS], patients.train.targets[:PATIENTS])
    return replace(patients, train=few, test=None)


class Line(nn.Module):
    """y = x Wᵀ + b with one row of weights, and a bias of the shape that is asked for."""

    def __init__(self, bias: tuple[int, ...]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, 2))
        self.bias = nn.Parameter(torch.zeros(bias))

    def forward(self, x: Tensor) -> Tensor:
        """(88, 2) to (88, 1)."""
        return x @ self.weight.T + self.bias


def parts(model: nn.Module, patients: Tensor) -> Tensor:
    """(24, 3): product, bias and their sum, for the first patients (88, 2)."""
    assert isinstance(model, Line)
    product = patients.to(model.weight.device) @ model.weight.T  # (88, 1)
    bias = model.bias.expand_as(product)  # (88, 1), stretched where it was (1,)
    return torch.cat([product, bias, product + bias], dim=1)[:SHOWN]


def how_far_apart(runs: Runs) -> str:
    """How the curves of the two layers differ."""
    ours, theirs = runs["ours"], runs["theirs"]
    if abs(ours.loss - theirs.loss).max() < 0.01:
        return "same"
    return runs.lowest(lambda run: float(run.loss[-34:].mean()), tie="apart", margin=0.02)


def lower_where(runs: Runs) -> str:
    """Which bias has the lower loss in training, and which on new patients, joined by "_"."""
    in_training = runs.lowest(training_loss, tie="same", margin=0.02)
    on_others = runs.lowest(validation_loss, tie="same", margin=0.02)
    return f"{in_training}_{on_others}"


def training_loss(run: FinishedRun) -> float:
    """Loss of the patients that it learned from, at the end."""
    return float(run.loss[-1])


def validation_loss(run: FinishedRun) -> float:
    """Loss of the others, at the end."""
    return run.curve("loss").last
