"""Checks of a backward that is written by hand: autograd is asked for the same."""

import random

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
    why="`backward` belongs to what `forward` has computed; another forward needs another one.",
)
def answers(learner: Learner) -> None:
    parameters, x, slope = drawn()
    w1, b1, w2, b2 = parameters
    got = learner.stage("passed", parameters, x, slope)
    expect.close(got["answer"], (x @ w1 + b1).clamp(min=0) @ w2 + b2, atol=1e-4)


@check(
    "The slopes are those that autograd finds.",
    why="There is one gradient. Whoever works it out has to come to the same numbers.",
)
def as_autograd(learner: Learner) -> None:
    parameters, x, slope = drawn()
    got = learner.stage("passed", parameters, x, slope)["slopes"]
    _expect_slopes(got, parameters, x, slope)


@check(
    "They belong to the last forward.",
    why="In a training loop every step brings other points.",
)
def of_the_last(learner: Learner) -> None:
    parameters, x, slope = drawn()
    _expect_slopes(learner.stage("passed_twice", parameters, x, slope), parameters, x, slope)


def _expect_slopes(got: object, parameters: list[Tensor], x: Tensor, slope: Tensor) -> None:
    right = asked_of_autograd(parameters, x, slope)
    w1, b1, w2, _ = parameters
    below = slope @ w2.T
    top = right[2:]

    def with_below(wrong: Tensor) -> list[Tensor]:
        return [x.T @ wrong, wrong.sum(0), *top]

    expect.close(
        got,
        list(right),
        atol=1e-3,
        rtol=1e-3,
        known=(
            expect.Known(
                with_below(below),
                "The bend is missing: a unit that says 0 does not change its answer when its "
                "weights move a little, so nothing comes back through it.",
                tag="forgets-the-relu",
            ),
            expect.Known(
                with_below(below * (x @ w1 + b1).clamp(min=0)),
                "That multiplies by what each unit says. The slope of max(0, z) is 1 where z is "
                "above 0, and 0 elsewhere.",
                tag="bend-is-its-value",
            ),
            expect.Known(
                [right[0], right[1] / len(x), *top],
                "A bias acts on all points at once: its slope is the sum over them, as that of a "
                "weight is.",
                tag="bias-takes-the-mean",
            ),
            expect.Known(
                [right[0], torch.zeros_like(b1), *top],
                "The slopes in `w1` are right. Those in `b1` are still 0.",
            ),
        ),
    )
