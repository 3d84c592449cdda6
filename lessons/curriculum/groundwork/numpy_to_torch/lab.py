"""Who works the gradient out: you in NumPy, you in a class of your own, or autograd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from engine import Experiment, data, optim, probes

if TYPE_CHECKING:
    from engine.data import Batch
    from lessons.lab import FinishedRun, Runs
    from lessons.runs import Floats

HIDDEN = 32


def fit(task: str, gradient: str, lr: float, rounds: int) -> Experiment:
    """Fit a line to patients, or a network to half a wave; `gradient` says who finds the slopes.

    `by hand` and `autograd` should agree. `no bend` is by hand as well, with one factor left out.
    """
    line = task == "line"
    return Experiment(
        data=data.diabetes(features=("bmi",)) if line else data.sine(waves=0.5),
        model=straight_line if line else lambda: TwoLayers(gradient),
        loss=mse_loss,
        step_loss=in_numpy if line and gradient != "autograd" else None,
        optimizer=optim.SGD(lr=lr),
        steps=rounds,
        probes=(probes.FitCurve(),),
    )


# The line: y ≈ w x + b, with both numbers 0 at the start.


def loss_and_slopes(w: Floats, b: Floats, x: Floats, y: Floats) -> tuple[float, float, float]:
    """Mean squared error of a line through x (N, 1) and y (N, 1), and its slopes in w and b."""
    error = x * w + b - y  # (N, 1)
    loss = float(np.mean(error**2))
    return loss, float(np.mean(2 * error * x)), float(np.mean(2 * error))


def straight_line() -> nn.Linear:
    """progression ≈ w · bmi + b."""
    line = nn.Linear(1, 1)
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    return line


def in_numpy(model: nn.Module, batch: Batch) -> Tensor:
    """The loss of the line, with slopes that NumPy has worked out."""
    loss: Tensor = NumPyLoss.apply(*model.parameters(), *batch)  # type: ignore[no-untyped-call]
    return loss


class NumPyLoss(torch.autograd.Function):
    """Carries numbers from torch to NumPy and back, and computes nothing itself."""

    @staticmethod
    def forward(ctx: Any, w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """The loss; its slopes are kept for `backward`."""
        loss, *slopes = loss_and_slopes(*(t.double().numpy() for t in (w, b, x, y)))
        ctx.slopes = [torch.tensor(slope) for slope in slopes]
        return torch.tensor(loss)

    @staticmethod
    def backward(ctx: Any, _: Tensor) -> tuple[Tensor | None, ...]:
        """Nothing is left to do: NumPy has done it."""
        of_w, of_b = ctx.slopes
        return of_w.reshape(1, 1).float(), of_b.reshape(1).float(), None, None


# The network: hidden = max(0, x W₁ + b₁), answer = hidden W₂ + b₂.


class TwoLayers(nn.Module):
    """1 → 32 → 1. Only `forward` has to be written, unless the gradient is yours to find."""

    def __init__(self, gradient: str) -> None:
        super().__init__()
        self.gradient = gradient
        self.first = nn.Linear(1, HIDDEN)
        self.second = nn.Linear(HIDDEN, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 1) in, (N, 1) out."""
        if self.gradient == "autograd":
            return self.second(self.first(x).relu())  # type: ignore[no-any-return]
        bend = self.gradient == "by hand"
        answer: Tensor = ByHand.apply(x, bend, *self.parameters())  # type: ignore[no-untyped-call]
        return answer


class ByHand(torch.autograd.Function):
    """The same network with a `backward` that somebody has written."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, bend: bool, *parameters: Tensor) -> Tensor:
        """x (N, 1); parameters w1 (32, 1), b1 (32,), w2 (1, 32), b2 (1,)."""
        w1, b1, w2, b2 = parameters
        hidden = (x @ w1.T + b1).clamp(min=0)  # (N, 32)
        ctx.save_for_backward(x, hidden, w2)
        ctx.bend = bend
        return hidden @ w2.T + b2

    @staticmethod
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor | None, ...]:
        """From the slope of the loss in the answer, (N, 1), to those in all parameters."""
        x, hidden, w2 = ctx.saved_tensors
        below = slope @ w2  # (N, 32): how the loss depends on each unit
        if ctx.bend:
            below = below * (hidden > 0)  # a unit that says 0 passes nothing on
        return None, None, below.T @ x, below.sum(0), slope.T @ hidden, slope.sum(0)


def how_far_apart(runs: Runs) -> str:
    """How the loss that NumPy led to ends, compared with torch's; "same" within 0.0001."""
    numpy, torch_ = (float(runs[name].loss[-1]) for name in ("numpy", "torch"))
    if abs(numpy - torch_) < 1e-4:
        return "same"
    return "numpy" if numpy < torch_ else "torch"


def without_the_bend(runs: Runs) -> str:
    """What becomes of the loss where a factor of the gradient is missing."""
    wrong, right = runs["no_bend"], runs["by_hand"]
    if last(wrong) >= wrong.loss[0]:
        return "rises"
    return "same" if last(wrong) < 1.2 * last(right) else "worse"


def last(run: FinishedRun) -> float:
    """The loss at the end."""
    return float(run.loss[-1])
