"""Checks of an `rmse` that survives success."""

import math
import random

import torch

from lessons.checking import Learner, check, expect


@check(
    "Where there are errors, the loss and its gradient are those of the root.",
    why="A remedy must not change what worked.",
)
def as_before(learner: Learner) -> None:
    target = torch.randn(random.randint(3, 7), 2)
    prediction = target + torch.randn_like(target).sign() * (0.5 + torch.rand_like(target))
    mean_square = ((prediction - target) ** 2).mean()
    right = mean_square.sqrt()
    got = learner.stage("measured", prediction, target)
    expect.close(
        got["loss"],
        right,
        atol=1e-3,
        known=(
            expect.Known(
                mean_square,
                "That is the mean square without its root. It has no trouble at 0, but it is no "
                "longer in the unit of the target.",
                tag="root-left-out",
            ),
            expect.Known(
                (prediction - target).abs().mean(),
                "That is the mean absolute error: each error has its own root. Asked for is one "
                "root, of the mean of all squares.",
            ),
            expect.Known(
                ((prediction - target) ** 2).sum().sqrt(),
                "That is the root of the sum. It grows with the batch; the root is taken of the "
                "mean.",
                tag="sum-for-mean",
            ),
        ),
    )
    slope = (prediction - target) / right / target.numel()
    expect.true(got["gradient"] is not None, "No gradient comes back any more.")
    expect.close(got["gradient"], slope, atol=1e-3)


@check(
    "For a perfect batch the gradient is a number.",
    why="∞ · 0 is NaN, and one step with it makes every weight NaN.",
)
def perfect(learner: Learner) -> None:
    target = torch.randn(random.randint(2, 6))
    got = learner.stage("measured", target, target)
    expect.close(
        got["loss"],
        torch.zeros(()),
        atol=1.001e-3,
        message="A perfect batch costs next to nothing, at most 0.001. What is added under the "
        "root comes out of it as its root: 0.0001 becomes 0.01.",
    )
    expect.true(
        got["gradient"] is not None,
        "For a perfect batch the loss has no graph: `backward()` would fail. Give back something "
        "that was computed from the prediction.",
    )
    finite = bool(got["gradient"].isfinite().all())
    expect.true(
        finite or not got["where"],
        "`torch.where` chooses between two numbers that both exist by then: the root of 0 was "
        "taken all the same, and on the way back its slope, ∞, meets a 0. Change what stands "
        "*under* the root.",
        tag="value-is-not-slope",
    )
    expect.true(
        finite,
        "The loss of a perfect batch is a number, and its gradient is NaN: the root of 0 is taken, "
        "and its slope is infinite. Change what stands *under* the root.",
        tag="value-is-not-slope",
    )


@check(
    "A training that gets everything right goes on.",
    why="That is what it is for: the run of the lab broke off here.",
)
def goes_on(learner: Learner) -> None:
    amounts = torch.tensor([1.0, 2.0, 4.0])[torch.randint(3, (100,))]
    found = learner.stage("price", amounts, 1.0)
    expect.true(math.isfinite(found), "After 100 receipts the price is not a number.")
    expect.close(found, 3.0, atol=0.5)
