"""Checks of `uniform`."""

import random

import torch

from lessons.checking import Learner, check, expect


@check("The numbers are spread evenly from `low` to `high`.", why="That is what was asked for.")
def spread(learner: Learner) -> None:
    low, width = random.uniform(-9, -2), random.uniform(1, 3)
    high = low + width
    got = learner.call("uniform", (40, 50), low, high, seed=random.randrange(1000))
    expect.shape(got, (40, 50))
    least, most = got.min().item(), got.max().item()
    ends = sorted((low, low + high))
    if max(abs(least - ends[0]), abs(most - ends[1])) < 0.05 * abs(high):
        expect.fail(
            "The numbers lie between `low` and `low + high`: they were stretched by where the "
            "range ends. It is `high - low` long.",
            tag="range-is-the-end",
        )
    slack = 1e-5 * width  # what 32 bits may round away at the ends
    bell = least < low - slack and most > high + slack
    advice = "The bell curve of `randn` has no ends." if bell else "`rand` covers 0 to 1."
    expect.true(
        low - slack <= least and most <= high + slack,
        f"With low = {low:.2f} and high = {high:.2f} there are numbers from {least:.2f} to "
        f"{most:.2f}. {advice}",
        tag="randn-is-uniform" if bell else "",
    )
    counts = torch.histc(got.float(), 4, low - slack, high + slack)
    expect.true(
        bool((counts > 380).all()),
        "They are in the range, but some parts of it are hardly ever met. Every part should be.",
    )


@check("The same seed gives the same numbers.", why="That is what a seed is for.")
def repeats(learner: Learner) -> None:
    seed = random.randrange(1000)
    first, second = learner.stage("twice", (3, 4), 0.0, 2.0, seed)
    expect.close(
        first,
        second,
        message="The second call with this seed gave other numbers. Somebody else drew in between: "
        "is the generator really seeded by `seed`, anew in each call?",
    )
    other = learner.call("uniform", (3, 4), 0.0, 2.0, seed=seed + 1)
    expect.true(not torch.equal(first, other), "Another seed gives the same numbers.")


@check(
    "Nobody else's random numbers change.",
    why="A function that reseeds the default generator makes all later draws repeat.",
)
def undisturbed(learner: Learner) -> None:
    expect.true(
        not learner.stage("disturbed", (3,), 0.0, 1.0, random.randrange(1000)),
        "torch's default generator is not where it was. Everybody else draws from it: use a "
        "`torch.Generator()` of your own.",
        tag="one-seed-for-all",
    )
