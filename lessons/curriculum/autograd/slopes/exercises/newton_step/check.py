"""Checks of `newton_step`."""

import math
import random
from typing import Any

from lessons.checking import Learner, LearnerError, check, expect

ADDED = (
    "What you divide by is slope and bend together: `backward()` *adds* to what is in `.grad`. "
    "Take the slope out, and empty `.grad`, before the second one."
)

BY_ITSELF = (
    "What you divide by is the slope itself. Either y was derived a second time; it is the *slope* "
    "that has to be derived, so it needs a graph. Or two names stand for one tensor: `x.grad` is "
    "written into, and so is every other name for it."
)


def step(learner: Learner, name: str, *arguments: object) -> Any:
    """Where the learner's step leads; in plain words where something cannot be derived."""
    try:
        return learner.stage(name, *arguments)
    except LearnerError as error:
        if "does not require grad" in str(error):
            line = error.error.line
            expect.fail(
                f"{f'Line {line} derives' if line else 'You derive'} a bare number, and nobody "
                "remembers how it was computed. Is it y? Then x was made without "
                "`requires_grad=True`. Is it the slope? Then the call that found it was not told "
                "to create a graph."
            )
        if "'tuple'" in str(error):
            expect.fail(
                "`torch.autograd.grad` returns a tuple, with one slope for each tensor that it was "
                "asked about. Take the one out of it: `(slope,) = …`."
            )
        raise


def known(x: float, slope: float, bend: float) -> tuple[expect.Known, ...]:
    """What other thoughts lead to."""
    return (
        expect.Known(
            x + slope / bend,
            "This walks uphill: a step goes *against* the slope.",
            tag="gradient-sign",
        ),
        expect.Known(
            slope / bend,
            "That is how far the step goes. Where it leads is x minus that.",
        ),
        expect.Known(
            x - slope,
            "This is a step of gradient descent with η = 1. Newton's step divides the slope by the "
            "second derivative.",
            tag="forgets-the-bend",
        ),
        expect.Known(
            x - slope / slope**2,
            "You divide by the *square* of the slope. The second derivative is the slope of the "
            "slope: derive once more.",
            tag="second-is-a-square",
        ),
        expect.Known(x - slope / (slope + bend), ADDED, tag="gradients-replace"),
        expect.Known(x - 1, BY_ITSELF),
        expect.Known(
            x - bend / slope,
            "The two derivatives have changed places. A strong bend means that the bottom is near, "
            "so the bend stands below the line.",
        ),
    )


@check(
    "On a parabola one step leads to the lowest point.",
    why="The parabola that Newton's method lays against the curve is the curve itself.",
)
def parabola(learner: Learner) -> None:
    a, b, c = random.uniform(0.6, 3.0), random.uniform(-4.0, 4.0), random.uniform(-1.0, 1.0)
    x = -b / (2 * a) + random.choice((-1, 1)) * random.uniform(1.0, 3.0)
    got = step(learner, "on_polynomial", [c, b, a], x)
    expect.close(got, -b / (2 * a), known=known(x, 2 * a * x + b, 2 * a), atol=1e-3)


@check(
    "On x⁴ a step takes a third of the distance away.",
    why="4x³ / 12x² is x/3: one step does not reach the bottom.",
)
def quartic(learner: Learner) -> None:
    x = random.uniform(1.2, 2.5)
    got = step(learner, "on_polynomial", [0.0, 0.0, 0.0, 0.0, 1.0], x)
    expect.close(got, 2 * x / 3, known=known(x, 4 * x**3, 12 * x**2), atol=1e-3)


@check(
    "It works for a function that is no polynomial.",
    why="Autograd follows whatever is computed. No rule is written down.",
)
def exponential(learner: Learner) -> None:
    rate, x = random.uniform(0.5, 1.5), random.uniform(-1.0, 1.0)
    slope, bend = rate * math.exp(rate * x) - 1, rate**2 * math.exp(rate * x)
    got = step(learner, "on_exponential", rate, x)
    expect.close(got, x - slope / bend, known=known(x, slope, bend), atol=1e-3)
