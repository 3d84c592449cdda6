"""Yes or no: one logit, its probability, and two kinds of mistakes that need not cost the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def detector(hands_over: str, start: float, miss: float, lr: float) -> Experiment:
    """Tell malignant samples (1) from benign ones (0) by two measurements of their cells.

    The model hands over its logit z or its probability σ(z), to the loss that takes it. A missed
    tumour costs `miss` times as much as a false alarm.
    """
    sigmoid_first = hands_over == "probability"
    return Experiment(
        data=tumours(),
        model=lambda: neuron(start, sigmoid_first),
        loss=Priced(miss, sigmoid_first),
        optimizer=optim.SGD(lr=lr),
        steps=300,
        evaluate_every=100,
        metrics=tuple((name, Counted(name, sigmoid_first)) for name in ("found", "alarms")),
        probes=(
            probes.LossCurve(
                lambda z: cost_of_a_tumour(z, miss, sigmoid_first),
                logits_of_tumours,
                limits=(-210.0, 30.0),
                axes=("logit of a tumour", "loss"),
            ),
        ),
    )


def tumours() -> Dataset:
    """569 samples: inputs (N, 2), targets (N, 1), 1.0 for malignant and 0.0 for benign."""
    cells = data.breast_cancer(features=("mean texture", "mean smoothness"))
    return Dataset("tumours", malignant(cells.train), malignant(cells.validation))


def malignant(examples: Examples) -> Examples:
    """Class numbers (N,), 0 for malignant → 1.0 or 0.0 of shape (N, 1)."""
    return Examples(examples.inputs, (examples.targets == 0).float()[:, None])


def neuron(start: float, sigmoid_first: bool) -> nn.Sequential:
    """z = w · x + b, with w = 0 and b = `start`; perhaps a sigmoid after it: (N, 2) → (N, 1)."""
    logit = nn.Linear(2, 1)
    nn.init.zeros_(logit.weight)
    nn.init.constant_(logit.bias, start)
    return nn.Sequential(logit, nn.Sigmoid()) if sigmoid_first else nn.Sequential(logit)


class Priced:
    """Binary cross-entropy in which a tumour counts `miss` times."""

    def __init__(self, miss: float, sigmoid_first: bool) -> None:
        self.miss = miss
        self.loss = F.binary_cross_entropy if sigmoid_first else F.binary_cross_entropy_with_logits

    def __call__(self, output: Tensor, target: Tensor) -> Tensor:
        """(N, 1) and (N, 1) → one number. Any function like this is a loss."""
        price = torch.where(target > 0.5, self.miss, 1.0)
        return self.loss(output, target, weight=price)


class Counted:
    """The share of tumours that are found, or of benign samples that raise an alarm."""

    def __init__(self, which: str, sigmoid_first: bool) -> None:
        self.truth = 1.0 if which == "found" else 0.0
        self.threshold = 0.5 if sigmoid_first else 0.0

    def __call__(self, output: Tensor, target: Tensor) -> float:
        """The model says yes where p > ½, which is z > 0."""
        return (output[target == self.truth] > self.threshold).float().mean().item()


def cost_of_a_tumour(z: Tensor, miss: float, sigmoid_first: bool) -> Tensor:
    """What the loss makes of a logit where the truth is 1: (n,) → (n,)."""
    yes = torch.ones_like(z)
    if sigmoid_first:
        return miss * F.binary_cross_entropy(z.sigmoid(), yes, reduction="none")
    return miss * F.binary_cross_entropy_with_logits(z, yes, reduction="none")


def logits_of_tumours(model: nn.Module, examples: Examples) -> Tensor:
    """z of all malignant examples, before any sigmoid: (n,)."""
    assert isinstance(model, nn.Sequential)
    z: Tensor = model[0](examples.inputs[examples.targets[:, 0] > 0.5])
    return z.flatten()


def who_gets_away(runs: Runs) -> str:
    """Which of the two runs that begin far off have a loss below a tenth of the first one."""
    away = [run.scenario for run in runs if run.loss[-1] < 0.1 * run.loss[0]]
    return "_".join(away) or "none"


def what_the_price_does(runs: Runs) -> str:
    """How the dearer miss changes what is found, and what is a false alarm."""
    found = last(runs["costly"], "found") - last(runs["near_logit"], "found")
    alarms = last(runs["costly"], "alarms") - last(runs["near_logit"], "alarms")
    if max(abs(found), abs(alarms)) < 0.02:
        return "same"
    if found > 0:
        return "trade" if alarms > 0 else "better"
    return "fewer"


def last(run: FinishedRun, metric: str) -> float:
    """What a metric was at the end, on the validation samples."""
    return run.curve(metric).last
