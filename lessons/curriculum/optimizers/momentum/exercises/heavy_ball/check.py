"""Checks of `heavy_ball`."""

import random
from typing import Any

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect

INSIDE = (
    "This velocity has the rate inside, v ← β v − η g. The walk is the same while η is constant, "
    "but here v is the sum of the slopes themselves, and the rate acts on all of it at once."
)


def state() -> tuple[Tensor, Tensor, Tensor]:
    """Weights, velocity and gradient of one random shape."""
    shape = (random.randint(2, 4), random.randint(2, 4))
    return torch.randn(shape), torch.randn(shape), torch.randn(shape)


@check(
    "The velocity keeps a share β of itself and adds the gradient.",
    why="It is a sum of all slopes so far, each counting β times as much as the next one.",
)
def velocity(learner: Learner) -> None:
    theta, v, g = state()
    got = _pair(learner.call("heavy_ball", theta, v, g, 0.03, 0.9))
    expect.close(
        got[1],
        0.9 * v + g,
        known=(
            expect.Known(
                0.9 * v + 0.1 * g,
                "That averages: β v + (1 − β) g. The heavy ball adds the whole gradient, and so it "
                "grows up to 1/(1 − β) times as fast. Adam averages; this does not.",
                tag="momentum-is-an-average",
            ),
            expect.Known(0.9 * v - 0.03 * g, INSIDE, tag="rate-inside-velocity"),
            expect.Known(v + g, "All of the old velocity is kept. β says how much of it."),
            expect.Known(
                0.1 * v + g,
                "β is what is kept, not what is lost: the old velocity counts 0.9, not 1 − 0.9.",
                tag="momentum-is-friction",
            ),
            expect.Known(
                0.9 * v - g,
                "The gradient is already turned round here. The minus stands in the second line.",
                tag="gradient-sign",
            ),
        ),
    )


@check(
    "The weights move against the new velocity.",
    why="The step of this very moment has to count at once, as in PyTorch.",
)
def weights(learner: Learner) -> None:
    theta, v, g = state()
    lr, beta = random.uniform(0.05, 0.2), random.uniform(0.5, 0.95)
    new = beta * v + g
    got = _pair(learner.call("heavy_ball", theta, v, g, lr, beta))
    expect.close(
        got[0],
        theta - lr * new,
        known=(
            expect.Known(
                theta - lr * v,
                "This moves by the velocity of the step before. First the velocity, then the "
                "weights.",
                tag="stale-velocity",
            ),
            expect.Known(
                theta + lr * new, "This climbs: the velocity points uphill.", tag="gradient-sign"
            ),
            expect.Known(
                theta - lr * g, "That is plain descent: the velocity is not used for the step."
            ),
            expect.Known(theta - new, "The rate is missing from the step.", tag="ignores-the-rate"),
            expect.Known(
                theta - lr * (g + beta * new),
                "That is Nesterov's step, which adds the gradient once more. It is the next one.",
            ),
        ),
    )


@check(
    "What is handed in stays as it is.",
    why="Whoever calls it may still need the old place, to draw the path for example.",
)
def untouched(learner: Learner) -> None:
    theta, v, g = state()
    before, changed = learner.stage("handed_in", theta, v, g)
    for name, old, new in zip(("theta", "velocity", "gradient"), before, changed, strict=True):
        expect.equal(new, old, message=f"`{name}` was changed in place. Compute a new tensor.")


@check(
    "On a steady slope of 1 the velocity settles at 1/(1 − β).",
    why="That is the effective rate: a steady slope is worth ten of itself with β = 0.9.",
)
def settles(learner: Learner) -> None:
    theta, v = torch.zeros(1), torch.zeros(1)
    for _ in range(120):
        theta, v = _pair(learner.call("heavy_ball", theta, v, torch.ones(1), 0.01, 0.9))
    expect.close(v, torch.tensor([10.0]), atol=1e-3)


@check(
    "When the rate drops, it acts on the whole velocity.",
    why="In PyTorch's form a schedule slows the ball at once; it does not coast on.",
)
def schedule(learner: Learner) -> None:
    theta, v, g = state()
    start, first = theta, 0.9 * v + g
    steps = [(0.1, g), (0.001, torch.zeros_like(g))]
    for lr, gradient in steps:
        theta, v = _pair(learner.call("heavy_ball", theta, v, gradient, lr, 0.9))
    expect.close(theta, start - 0.1 * first - 0.001 * 0.9 * first)


def _pair(got: Any) -> tuple[Any, Any]:
    expect.true(
        isinstance(got, tuple | list) and len(got) == 2,
        "It has to give back two tensors: the weights, then the velocity.",
    )
    return got[0], got[1]
