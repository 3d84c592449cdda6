"""Checks of `nesterov`."""

import random
from typing import Any

import torch

from lessons.checking import Learner, check, expect

BALL = (
    "To the last digit this is the heavy ball: gradient + β · (old velocity) is the new velocity. "
    "Nesterov's β v means the new one, once more."
)


@check(
    "The velocity is that of the ball: β v + g.",
    why="Nesterov changes where the step goes, not what is remembered.",
)
def velocity(learner: Learner) -> None:
    theta, v, g = torch.randn(3, 4).unbind()
    _, got = _pair(learner.call("nesterov", theta, v, g, 0.1, 0.9))
    expect.close(
        got,
        0.9 * v + g,
        known=(
            expect.Known(
                g + 0.9 * (0.9 * v + g),
                "The look ahead has got into the memory. Only the step uses it.",
                tag="look-ahead-is-remembered",
            ),
        ),
    )


@check(
    "The step is the gradient plus β times the new velocity.",
    why="It measures the slope a little ahead, where the velocity leads, and can brake earlier.",
)
def step(learner: Learner) -> None:
    theta, v, g = torch.randn(3, 4).unbind()
    lr, beta = random.uniform(0.05, 0.2), random.uniform(0.5, 0.95)
    new = beta * v + g
    got, _ = _pair(learner.call("nesterov", theta, v, g, lr, beta))
    expect.close(
        got,
        theta - lr * (g + beta * new),
        known=(
            expect.Known(theta - lr * new, BALL, tag="nesterov-is-the-ball"),
            expect.Known(
                theta - lr * (g + new),
                "The new velocity counts in full here. In Nesterov's step it counts β times.",
            ),
            expect.Known(
                theta - lr * beta * new, "The gradient itself is missing: g + β v, with the new v."
            ),
            expect.Known(
                theta - lr * beta * (g + new),
                "β belongs to the velocity alone; the gradient counts in full.",
            ),
        ),
    )


@check(
    "Thirty steps down a bowl are those of `torch.optim.SGD(nesterov=True)`.",
    why="A rule is learnt when it can be held against the real one.",
)
def against_torch(learner: Learner) -> None:
    curvatures = torch.tensor([1.0, 0.1])
    weight = torch.randn(2).requires_grad_()
    theta, v = weight.detach().clone(), torch.zeros(2)
    optimizer = torch.optim.SGD([weight], lr=0.3, momentum=0.9, nesterov=True)
    for _ in range(30):
        weight.grad = curvatures * weight.detach()
        optimizer.step()
        theta, v = _pair(learner.call("nesterov", theta, v, curvatures * theta, 0.3, 0.9))
    expect.close(theta, weight.detach(), atol=1e-4)


def _pair(got: Any) -> tuple[Any, Any]:
    expect.true(
        isinstance(got, tuple | list) and len(got) == 2,
        "It has to give back two tensors: the weights, then the velocity.",
    )
    return got[0], got[1]
