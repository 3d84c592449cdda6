"""Checks of `compare`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect

Points = tuple[Tensor, Tensor]


def some_points() -> Points:
    """x and y, (N,) each."""
    count = random.randint(5, 12)
    return torch.randn(count), torch.randn(count)


def slopes(points: Points, w: float, b: float, *, mean: bool = True) -> list[float]:
    """Those of the mean squared error, or of the sum of squares."""
    x, y = points
    error = w * x + b - y
    found = [(2 * error * x).sum().item(), (2 * error).sum().item()]
    return [one / len(x) for one in found] if mean else found


@check(
    "The first call, with weights that have no gradient yet, finds the slopes twice.",
    why="Before the first `backward()` there is nothing that could be emptied.",
)
def first(learner: Learner) -> None:
    points, w, b = some_points(), random.uniform(1, 2), random.uniform(1, 2)
    got = learner.stage("called", [points], w, b)
    if got["weights"] == [0.0, 0.0]:
        expect.fail(
            "Now w and b are 0. Empty their gradients; the weights are what is being asked about.",
            tag="zero-grad-resets-weights",
        )
    right = slopes(points, w, b)
    (answer,) = got["answers"]
    summed = slopes(points, w, b, mean=False)
    expect.close(
        answer,
        [right, right],
        atol=1e-4,
        known=(
            expect.Known(
                [right, [0.0, 0.0]],
                "Autograd's slopes are all 0: they were emptied after `backward()` had put them "
                "there, and before they were read.",
                tag="zero-before-backward",
            ),
            expect.Known(
                [right, [2 * one for one in right]],
                "Autograd's slopes are twice what they should be: `backward()` was called twice "
                "for one loss, and the second call adds.",
                tag="gradients-replace",
            ),
            expect.Known(
                [[one / 2 for one in right], right],
                "Autograd is right. The formula has lost the 2 that comes from the square.",
                tag="factor-left-out",
            ),
            expect.Known(
                [summed, summed],
                "Both agree, on the sum of the squares. The loss is their mean.",
                tag="sum-for-mean",
            ),
        ),
    )


@check(
    "Three calls in a row agree, each about its own points.",
    why="`backward()` adds to what is there.",
)
def again(learner: Learner) -> None:
    points = [some_points() for _ in range(3)]
    w, b = random.uniform(1, 2), random.uniform(1, 2)
    answers = learner.stage("called", points, w, b)["answers"]
    right = [slopes(each, w, b) for each in points]
    added = [[sum(part) for part in zip(*right[: n + 1], strict=True)] for n in range(3)]
    expect.close(
        answers,
        [[each, each] for each in right],
        atol=1e-4,
        known=(
            expect.Known(
                [[each, total] for each, total in zip(right, added, strict=True)],
                "From the second call on, autograd's slopes are the sum of all calls so far. "
                "Whatever is in `.grad` has to be emptied in every call.",
                tag="gradients-replace",
            ),
            expect.Known(
                [[each, [each[0], total[1]]] for each, total in zip(right, added, strict=True)],
                "The slope of w is right, and that of b is a sum of all calls so far. Each weight "
                "has a `.grad` of its own.",
                tag="gradients-replace",
            ),
        ),
    )
