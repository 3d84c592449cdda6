"""Targets that lost their decimals, and an update that never reaches the weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from engine import Experiment, data, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.experiment import TorchOptimizer
    from lessons.lab import FinishedRun, Runs


def petals(targets: str, update: str, lr: float) -> Experiment:
    """A straight line from the length of a petal to its width, in 100 steps on 90 flowers."""
    return Experiment(
        data=flowers(targets),
        model=lambda: nn.Linear(1, 1),
        loss=mse_loss,
        optimizer=optimizer(update, lr),
        steps=100,
        evaluate_every=10,
        metrics=(("too wide", too_wide),),
        probes=(probes.FitCurve(),),
    )


def flowers(targets: str) -> Dataset:
    """Lengths (n, 1), standardised; widths (n, 1) in cm. Only the training widths are changed."""
    iris = data.iris(features=("petal length",))
    widths = data.iris(features=("petal width",), standardise=False)
    kept = stored(widths.train.inputs, targets)
    return Dataset(
        "petals",
        Examples(iris.train.inputs, kept),
        Examples(iris.validation.inputs, widths.validation.inputs),
    )


def stored(widths: Tensor, how: str) -> Tensor:
    """The widths as they come back from where they were kept; float32 in the end."""
    if how == "whole":
        return widths.to(torch.int64).float()
    if how == "rounded":
        return widths.round().to(torch.int64).float()
    return widths


def too_wide(predicted: Tensor, true: Tensor) -> float:
    """By how many cm the line lies too high on average; negative where too low."""
    return (predicted - true).mean().item()


def optimizer(update: str, lr: float) -> optim.Rule | TorchOptimizer:
    """PyTorch's kind of update, or one of two that are written by hand."""
    if update == "in place":
        return lambda parameters: InPlace(parameters, lr)
    if update == "new":
        return lambda parameters: NewTensor(parameters, lr)
    return optim.SGD(lr=lr)


class InPlace(torch.optim.Optimizer):
    """θ ← θ − η g, written into the weight itself."""

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float) -> None:
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One update of every weight."""
        for group in self.param_groups:
            for weight in group["params"]:
                weight.sub_(group["lr"] * weight.grad)


class NewTensor(InPlace):
    """The same numbers, worked out into a tensor of their own."""

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One update of every weight."""
        for group in self.param_groups:
            for weight in group["params"]:
                weight = weight - group["lr"] * weight.grad  # noqa: PLW2901


def where_the_line_lies(runs: Runs) -> str:
    """How the line from whole numbers lies on new flowers, beside the one from exact widths."""
    cut, exact = (run.curve("too wide").last for run in (runs["cut"], runs["exact"]))
    if cut < exact - 0.15:
        return "low"
    return "high" if cut > exact + 0.15 else "same"


def the_second_way(runs: Runs) -> str:
    """What becomes of the loss where the update makes a new tensor."""
    run, right = runs["new_tensor"], runs["in_place"]
    if run.status != "finished":
        return "error"
    if abs(last(run) - last(right)) < 0.1 * last(right):
        return "same"
    return "never" if last(run) > 0.99 * run.loss[0] else "slow"


def last(run: FinishedRun) -> float:
    """Loss of the last step."""
    return float(run.loss[-1])
