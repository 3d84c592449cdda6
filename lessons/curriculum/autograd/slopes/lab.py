"""Walking down a curve: by its slope alone, or by its slope and its bend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine import Experiment, optim, probes, surfaces

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

Function = Callable[[Tensor], Tensor]


def walk(curve: str, step: str, lr: float, start: float, length: int) -> Experiment:
    """Start somewhere on a curve and go down, step by step."""
    function, window, lowest, name = CURVES[curve]
    newton = step == "newton"
    return Experiment(
        landscape=surfaces.curve(function, start=start, window=window, minimum=lowest, name=name),
        optimizer=(lambda weights: Newton(weights, function)) if newton else optim.SGD(lr=lr),
        steps=length,
        probes=(probes.Tangent(parabola=newton),),
    )


class Newton(torch.optim.Optimizer):
    """x ← x − f′(x) / f″(x): to the lowest point of the parabola that bends as f does here."""

    def __init__(self, weights: Iterable[nn.Parameter], function: Function) -> None:
        super().__init__(weights, {"lr": 1.0})
        self.function = function

    def step(self) -> None:  # type: ignore[override]
        """Ask for both derivatives where x stands, and jump."""
        (weights,) = self.param_groups[0]["params"]
        x = weights[0].detach().requires_grad_()
        y = self.function(x)
        (slope,) = torch.autograd.grad(y, x, create_graph=True)
        (bend,) = torch.autograd.grad(slope, x)
        with torch.no_grad():
            weights[0] = x - slope / bend


def parabola(x: Tensor) -> Tensor:
    """Slope 2x + 3, bend 2 everywhere."""
    return x**2 + 3 * x + 1


def quartic(x: Tensor) -> Tensor:
    """Slope 4x³, bend 12x²: steep at first, and nearly flat around the lowest point."""
    return x**4


def valleys(x: Tensor) -> Tensor:
    """Two valleys with a hill between them."""
    return x**4 - 3 * x**2 + x


CURVES: dict[str, tuple[Function, tuple[float, float], float, str]] = {
    "parabola": (parabola, (-5.0, 3.0), -1.5, "x² + 3x + 1"),
    "quartic": (quartic, (-2.2, 2.2), 0.0, "x⁴"),
    "valleys": (valleys, (-2.2, 2.2), -1.3, "x⁴ − 3x² + x"),
}
"""For each curve: the function, from where to where it is drawn, its lowest place, and its name."""


def first_flat(runs: Runs) -> str:
    """The run in which the slope is first below a hundredth."""
    return runs.first(lambda run: run.grad_norm < 0.01, otherwise="none", tie="same")


def newtons_steps(runs: Runs) -> str:
    """How many of Newton's steps lead from 2 to within a hundredth of the lowest point of x⁴."""
    steps = steps_to_a_hundredth(runs["newton"])
    if steps == 1:
        return "one"
    if steps <= 8:
        return "few"
    return "dozen" if steps <= 20 else "none"


def steps_to_a_hundredth(run: FinishedRun) -> float:
    """Steps made until x⁴ is below 0.01⁴."""
    return run.first_step(lambda run: run.loss < 0.01**4) - 1
