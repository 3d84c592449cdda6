"""Checks of `Power`."""

import random

import torch

from lessons.checking import Learner, LearnerError, check, expect


@check(
    "The gradient of x is its slope times the gradient of what came out.",
    why="That is the chain rule: along one way, slopes multiply.",
)
def slope(learner: Learner) -> None:
    x = torch.rand(random.randint(2, 5), 3) + 0.5
    after = torch.rand_like(x) + 1.5
    n = random.randint(3, 5)
    try:
        got = learner.stage("slopes", x, n, after)
    except LearnerError as error:
        if "incorrect number of gradients" in str(error):
            expect.fail(
                "`forward` was given two arguments besides `ctx`, x and n; so `backward` returns "
                "two gradients. A whole number has none: return None in its place.",
                tag="one-gradient-is-enough",
            )
        if "gradient different than None" in str(error):
            expect.fail(
                "The second gradient would be that of n. A whole number has none: return None in "
                "its place, not a number."
            )
        raise
    expect.close(got["value"], x**n, rtol=1e-4, message="`forward` was right as it stood.")
    own = n * x ** (n - 1)
    expect.close(
        got["gradient"],
        own * after,
        rtol=1e-4,
        known=(
            expect.Known(
                x ** (n - 1) * after,
                "The factor n is missing. Training would hardly tell you.",
                tag="factor-left-out",
            ),
            expect.Known(
                own,
                "That is the slope of xⁿ alone. What comes after it in the graph has a say: "
                "multiply by `after`.",
                tag="backward-is-own-slope",
            ),
            expect.Known(
                n * x**n * after,
                "In the slope of xⁿ the power is one lower: n · xⁿ⁻¹.",
                tag="power-stays",
            ),
            expect.Known(
                2 * x * after,
                "That is the slope of x². Here the power is `ctx.n`, whatever that may be.",
            ),
            expect.Known(
                own + after,
                "The own slope and what comes after were added. Along one way slopes multiply.",
                tag="chain-adds",
            ),
        ),
    )


@check(
    "`gradcheck` returns True, for several powers, 1 among them.",
    why="It compares your backward with small changes of every input.",
)
def checked(learner: Learner) -> None:
    x = torch.randn(4) + 3
    got = [learner.stage("verdict", x, n) for n in (1, 2, random.randint(3, 5))]
    expect.equal(got, [True] * 3)
