"""Checks of a backward that is written by hand: autograd is asked for the same."""

import random
from typing import Any

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def drawn() -> tuple[list[Tensor], Tensor, Tensor]:
    """Parameters, points and slopes of sizes that nobody can foresee."""
    inputs, units, outputs = random.sample(range(2, 9), 3)
    n = random.randint(10, 14)
    shapes = ((inputs, units), (units,), (units, outputs), (outputs,))
    return [torch.randn(shape) for shape in shapes], torch.randn(n, inputs), torch.randn(n, outputs)


def asked_of_autograd(parameters: list[Tensor], x: Tensor, slope: Tensor) -> tuple[Tensor, ...]:
    """What the slopes in all parameters are."""
    w1, b1, w2, b2 = (parameter.clone().requires_grad_() for parameter in parameters)
    answer = (x @ w1 + b1).clamp(min=0) @ w2 + b2
    return torch.autograd.grad(answer, (w1, b1, w2, b2), slope)


@check(
    "It answers as before.",
    why="`backward` goes back through what `forward` has computed. Leave that as it is.",
)
def answers(learner: Learner) -> None:
    parameters, x, _ = drawn()
    w1, b1, w2, b2 = parameters
    got = learner.stage("answered", parameters, x)
    expect.close(got, (x @ w1 + b1).clamp(min=0) @ w2 + b2, atol=1e-4)


@check(
    "The slopes are those that autograd finds.",
    why="There is one gradient. Whoever works it out has to come to the same numbers.",
)
def as_autograd(learner: Learner) -> None:
    parameters, x, slope = drawn()
    _expect_slopes(learner.stage("passed", parameters, x, slope), parameters, x, slope)


@check(
    "They belong to the last forward.",
    why="In a training loop every step brings other points.",
)
def of_the_last(learner: Learner) -> None:
    parameters, x, slope = drawn()
    _expect_slopes(learner.stage("passed_twice", parameters, x, slope), parameters, x, slope)


def _expect_slopes(got: Any, parameters: list[Tensor], x: Tensor, slope: Tensor) -> None:
    right = asked_of_autograd(parameters, x, slope)
    expect.true(len(got) == 4, "`backward` gives four slopes: in w1, b1, w2 and b2.")
    thoughts = _thoughts(parameters, x, slope, right)
    for name, mine, asked in zip(("w1", "b1", "w2", "b2"), got, right, strict=True):
        is_shape = tuple(mine.shape) if isinstance(mine, Tensor) else None
        fits = is_shape in {None, tuple(asked.shape)}
        expect.close(
            mine,
            asked,
            atol=1e-3,
            rtol=1e-3,
            known=thoughts.get(name, ()),
            message=f"The slope in {name} is another one."
            if fits
            else f"The slope in {name} has another shape than {name} itself.",
        )


def _thoughts(
    parameters: list[Tensor], x: Tensor, slope: Tensor, right: tuple[Tensor, ...]
) -> dict[str, tuple[expect.Known, ...]]:
    """What known misunderstandings give as the slopes of the first layer."""
    w1, b1, w2, _ = parameters
    below = slope @ w2.T
    said = (x @ w1 + b1).clamp(min=0)
    return {
        "w1": (
            expect.Known(torch.zeros_like(w1), "The slope in w1 is still 0."),
            expect.Known(
                x.T @ below,
                "The bend is missing: a unit that says 0 does not change its answer when its "
                "weights move a little, so nothing comes back through it.",
                tag="forgets-the-relu",
            ),
            expect.Known(
                x.T @ (below * said),
                "That multiplies by what each unit says. The slope of max(0, z) is 1 where z is "
                "above 0, and 0 elsewhere.",
                tag="bend-is-its-value",
            ),
            expect.Known(
                x.T @ (below * (below > 0)),
                "That asks whether the slope that comes back is above 0. What counts is whether "
                "the unit said more than 0, and that is in `self.hidden`.",
            ),
            expect.Known(
                right[0] / len(x),
                "That is divided by the number of points. Whether the loss is a mean is in "
                "`slope` already; here the points are only added up.",
            ),
        ),
        "b1": (
            expect.Known(torch.zeros_like(b1), "The slope in w1 is right. That in b1 is still 0."),
            expect.Known(
                right[1] / len(x),
                "A bias acts on all points at once: its slope is the sum over them, as that of a "
                "weight is.",
                tag="bias-takes-the-mean",
            ),
            expect.Known(
                below.sum(dim=0),
                "What comes to the bias goes through the bend as well.",
                tag="forgets-the-relu",
            ),
        ),
    }
