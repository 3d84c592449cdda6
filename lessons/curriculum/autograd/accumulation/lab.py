"""What a loop does with what is in `.grad`: empties it, lets it grow, or does not look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from torch.optim import Optimizer

    from engine.data import Examples
    from lessons.lab import FinishedRun, Runs

SETTLED = 65
"""Steps on the digits after which the loss is looked at."""


def loop(problem: str, gradient: str, lr: float, length: int) -> Experiment:
    """Fit a line to patients, or read digits. `gradient`: where a step takes its slopes from."""
    emptied = gradient != "never emptied"
    if problem == "digits":
        return digits(emptied, lr, length)
    return patients(gradient, lr, length)


def patients(gradient: str, lr: float, length: int) -> Experiment:
    """A line through 265 patients, all of them in every step."""
    found = data.diabetes(features=("bmi",))
    by_hand = formula(found.train, lr)
    return Experiment(
        data=found,
        model=Line,
        loss=mse_loss,
        optimizer=by_hand if gradient == "formula" else optim.SGD(lr=lr),
        zero_grad=gradient != "never emptied",
        steps=length,
        evaluate_every=length,
        probes=(probes.FitCurve(),),
    )


class Line(nn.Module):
    """w · x + b, from w = b = 0: (N, 1) → (N, 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.zeros(()))
        self.b = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        return self.w * x + self.b


def formula(examples: Examples, lr: float) -> Callable[[Iterable[Tensor]], Optimizer]:
    """parameters → an optimiser that computes the slopes with pencil and paper."""
    return lambda parameters: ByFormula(parameters, examples, lr)


class ByFormula(torch.optim.Optimizer):
    """Gradient descent on the mean squared error of a line. It never looks at `.grad`."""

    def __init__(self, parameters: Iterable[Tensor], examples: Examples, lr: float) -> None:
        super().__init__(parameters, {"lr": lr})
        self.examples = examples

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """One step along ∂L/∂w and ∂L/∂b."""
        (group,) = self.param_groups
        w, b = group["params"]
        x, y = self.examples.inputs, self.examples.targets
        error = w * x + b - y
        slope_of_w, slope_of_b = 2 * (error * x).mean(), 2 * error.mean()
        w -= group["lr"] * slope_of_w
        b -= group["lr"] * slope_of_b


def digits(emptied: bool, lr: float, length: int) -> Experiment:
    """Read digits with a small network, 64 images in a step."""
    return Experiment(
        data=data.digits(),
        model=lambda: nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        zero_grad=emptied,
        batch_size=64,
        steps=length,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=length,
        probes=(probes.ConfusionMatrix(),),
    )


def swing(runs: Runs) -> str:
    """What the loss does that belongs to a gradient that is never emptied."""
    emptied, kept = runs["emptied"].loss, runs["kept"].loss
    if not np.isfinite(kept).all() or kept.max() > 10 * kept[0]:
        return "diverges"
    if kept[20:].max() > 0.9 * kept[0]:
        return "returns"
    return "same" if abs(kept[-1] - emptied[-1]) < 0.01 else "higher"


def settled(run: FinishedRun) -> float:
    """Mean loss of the second half."""
    return float(run.loss[SETTLED:].mean())


def lower_on_digits(runs: Runs) -> str:
    """The loop with the lower loss once both have had half of their steps."""
    return runs.lowest(settled, tie="same", margin=0.1)


def flattest(run: FinishedRun) -> tuple[int, int]:
    """The step of the first swing at which the loss is lowest, and its neighbours."""
    lowest = int(np.argmin(run.loss[:10])) + 1
    return lowest - 1, lowest + 1
