"""Checks of `mean_squared_error`."""

import torch

from lessons.checking import Learner, check, expect


@check("Each guess meets its own target.", why="Broadcasting compares each with all of them.")
def pairs(learner: Learner) -> None:
    """A loss over eight pairs."""
    guess, target = torch.randn(8, 1), torch.randn(8)
    got = learner.call("mean_squared_error", guess, target)
    crossed = expect.Known(
        ((guess - target) ** 2).mean(),
        "(8, 1) minus (8,) is (8, 8): every guess meets every target.",
    )
    summed = expect.Known(
        ((guess[:, 0] - target) ** 2).sum(), "This is the sum.", tag="sum-for-mean"
    )
    expect.close(got, ((guess[:, 0] - target) ** 2).mean(), known=(crossed, summed))
