"""One training step with its lines in three different orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

Optimizer = Callable[[Iterable[nn.Parameter]], torch.optim.SGD]


def loop(problem: str, order: str, lr: float, epochs: int) -> Experiment:
    """Train with `step()` where the loop has it.

    The loop around it is always the same: scores, loss, `zero_grad()`, `backward()`, `step()`.
    What a loop with its lines in another order would do differently is done inside `step()`.
    """
    sgd = {"correct": torch.optim.SGD, "step first": StepFirst, "forget last": ForgetLast}

    def optimizer(parameters: Iterable[nn.Parameter]) -> torch.optim.SGD:
        return sgd[order](parameters, lr=lr)

    if problem == "patients":
        return patients(optimizer, epochs)
    return digits(optimizer, epochs)


def digits(optimizer: Optimizer, epochs: int) -> Experiment:
    """Read 8 x 8 images of digits with one layer, 32 images a step: (32, 64) → (32, 10)."""
    return Experiment(
        data=data.digits(),
        model=lambda: nn.Linear(64, 10),
        loss=cross_entropy,
        optimizer=optimizer,
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ConfusionMatrix(),),
    )


def patients(optimizer: Optimizer, epochs: int) -> Experiment:
    """The bowl of "Gradient descent": two weights, and all 265 patients in every step."""
    return Experiment(
        data=data.diabetes(features=("bmi", "s5")),
        model=two_weights,
        loss=mse_loss,
        optimizer=optimizer,
        epochs=epochs,
        probes=(probes.WeightPath(),),
    )


def two_weights() -> nn.Linear:
    """progression ≈ w₁ · bmi + w₂ · s5, with both weights 0 at the start."""
    line = nn.Linear(2, 1, bias=False)
    nn.init.zeros_(line.weight)
    return line


class StepFirst(torch.optim.SGD):
    """`step()` stands before `backward()`: it goes along the gradient of the batch before.

    In the very first step there is none yet, and nothing moves.
    """

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Exchange the new gradient for the last one, then go."""
        for group in self.param_groups:
            for weight in group["params"]:
                fresh = weight.grad
                weight.grad = self.state[weight].get("last")
                self.state[weight]["last"] = fresh
        super().step(closure)


class ForgetLast(torch.optim.SGD):
    """`zero_grad()` stands between `backward()` and `step()`: no gradient is left to go along."""

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Forget, then go."""
        self.zero_grad()
        super().step(closure)


def which_learn(runs: Runs) -> str:
    """The runs that read more than half of the validation images at the end, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_read(run) > 0.5) or "none"


def which_get_down(runs: Runs) -> str:
    """The runs that end near the bottom of the bowl, a loss of 0.56, joined by "_"."""
    return "_".join(run.scenario for run in runs if run.loss[-1] < 0.6) or "none"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last
