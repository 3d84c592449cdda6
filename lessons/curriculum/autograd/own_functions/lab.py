"""Operations with a backward of their own: right, wrong, and wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes, surfaces

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

HIDDEN = 16


class Square(torch.autograd.Function):
    """x², number by number."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        """The value; keeps what its slope will need."""
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx: Any, after: Tensor) -> Tensor:
        """Its own slope, 2x, times the gradient of what came out."""
        x: Tensor = ctx.saved_tensors[0]
        return 2 * x * after


class SquareWithoutTwo(Square):
    """The same value. Its backward has lost the factor 2."""

    @staticmethod
    def backward(ctx: Any, after: Tensor) -> Tensor:
        x: Tensor = ctx.saved_tensors[0]
        return x * after


class Sign(torch.autograd.Function):
    """−1, 0 or 1. Its slope is 0 wherever it has one."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        """The value; keeps x for a backward that wants to know it."""
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx: Any, after: Tensor) -> Tensor:  # noqa: ARG004
        return torch.zeros_like(after)


class SignStraightThrough(Sign):
    """The same value. Its backward hands the gradient on where |x| ≤ 1, as if x had come out."""

    @staticmethod
    def backward(ctx: Any, after: Tensor) -> Tensor:
        x: Tensor = ctx.saved_tensors[0]
        return after * (x.abs() <= 1)


FUNCTIONS: dict[str, type[torch.autograd.Function]] = {
    "square": Square,
    "square, x · g": SquareWithoutTwo,
    "sign": Sign,
    "sign, straight through": SignStraightThrough,
}


def own(function: str, problem: str, lr: float, length: int) -> Experiment:
    """Walk down the function itself, or read digits with it between two layers."""
    apply = of(FUNCTIONS[function])
    if problem == "curve":
        return curve(apply, lr, length)
    return digits(apply, lr, length)


def of(function: type[torch.autograd.Function]) -> Callable[[Tensor], Tensor]:
    """The operation as it is called."""
    apply: Callable[[Tensor], Tensor] = function.apply
    return apply


def curve(function: Callable[[Tensor], Tensor], lr: float, length: int) -> Experiment:
    """Gradient descent from x = 2, along whatever `backward()` calls the slope."""
    return Experiment(
        landscape=surfaces.curve(function, start=2.0, window=(-2.4, 2.4), minimum=0.0),
        optimizer=optim.SGD(lr=lr),
        steps=length,
        probes=(probes.Tangent(),),
    )


def digits(function: Callable[[Tensor], Tensor], lr: float, length: int) -> Experiment:
    """64 images in a step."""
    return Experiment(
        data=data.digits(),
        model=lambda: Reader(function),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=64,
        steps=length,
        metrics=(("accuracy", metrics.accuracy),),
        evaluate_every=length,
        probes=(probes.LayerGradients(),),
    )


class Reader(nn.Module):
    """Images (B, 64) → 16 units → the function → scores (B, 10)."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function
        self.first = nn.Linear(64, HIDDEN)
        self.head = nn.Linear(HIDDEN, 10)

    def forward(self, images: Tensor) -> Tensor:
        scores: Tensor = self.head(self.function(self.first(images)))
        return scores


def accuracy(run: FinishedRun) -> float:
    """Share of the validation images that are read in the end."""
    return run.curve("accuracy").last


def without_two(runs: Runs) -> str:
    """What becomes of the reader whose square has lost its factor."""
    if runs["factor"].status == "diverged":
        return "diverges"
    left = accuracy(runs["factor"])
    if left < 0.2:
        return "guesses"
    return "same" if abs(left - accuracy(runs["square"])) < 0.05 else "some"


def reads_more(runs: Runs) -> str:
    """The reader with the higher accuracy; "same" within three points."""
    return runs.highest(accuracy, tie="same", margin=0.03)


def steps_to_a_thousandth(run: FinishedRun) -> float:
    """Steps until the loss is below a thousandth of the first one."""
    return run.first_step(lambda run: run.loss < run.loss[0] / 1000) - 1
