"""Checks of `huber`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from lessons.checking import Learner, check, expect


def known(prediction: Tensor, target: Tensor, delta: float) -> tuple[expect.Known, ...]:
    """What comes out of the wrong thoughts."""
    error = prediction - target
    size = error.abs()
    right = F.huber_loss(prediction, target, reduction="none", delta=delta)
    jumps = torch.where(size <= delta, 0.5 * error**2, delta * size)
    whole = torch.where(size <= delta, error**2, delta * (size - 0.5 * delta))
    downhill = torch.where(size <= delta, 0.5 * error**2, delta * (error - 0.5 * delta))
    once = torch.where(size <= delta, 0.5 * error**2, delta * size - 0.5 * delta)
    return (
        expect.Known(
            right.mean() / delta,
            "That is `SmoothL1Loss(beta=δ)`: Huber's divided by δ. They agree only at δ = 1.",
            tag="huber-is-smooth-l1",
        ),
        expect.Known(
            jumps.mean(),
            "At |e| = δ your parabola gives ½δ² and your line δ². They have to meet: δ (|e| − ½δ).",
            tag="huber-jumps",
        ),
        expect.Known(
            (0.5 * error**2).mean(),
            "That is half the square everywhere. Beyond δ the cost goes on as a straight line.",
            tag="huber-is-squared",
        ),
        expect.Known(whole.mean(), "The parabola is half the square: ½e²."),
        expect.Known(
            torch.where(size > delta, 0.5 * error**2, delta * (size - 0.5 * delta)).mean(),
            "The pieces have changed places: the parabola is for errors up to δ.",
        ),
        expect.Known(
            F.huber_loss(prediction, target), "That is Huber's with δ = 1, whatever δ is given."
        ),
        expect.Known(
            torch.where(error <= delta, 0.5 * error**2, delta * (error - 0.5 * delta)).mean(),
            "An error of −5 is as large as one of 5, but your condition takes it for a small one. "
            "Compare |e| with δ.",
            tag="error-is-signed",
        ),
        expect.Known(
            downhill.mean(),
            "Beyond δ an error of −5 costs as much as one of 5. Your line takes e, with its sign: "
            "the formula asks for |e|.",
            tag="error-is-signed",
        ),
        expect.Known(
            once.mean(),
            "δ (|e| − ½δ) is δ|e| − ½δ²: the δ before the brackets multiplies both.",
        ),
        expect.Known(size.mean(), "That is the absolute error. Up to δ the cost is ½e²."),
        expect.Known(
            F.huber_loss(size.mean(), torch.zeros(()), delta=delta),
            "That is the cost of the mean error: one formula for all. Each element has a cost of "
            "its own, by its own |e|, and the mean is taken of the costs.",
        ),
        expect.Known(
            (0.5 * error.clamp(-delta, delta) ** 2).mean(),
            "With you no error costs more than ½δ², so beyond δ none would pull. The cost goes on "
            "there, as a straight line.",
        ),
        expect.Known(
            right.sum(),
            "That is the sum. The mean divides by the number of elements.",
            tag="sum-for-mean",
        ),
        expect.Known(
            right.sum() / max(1, len(right)),
            "That divides by the rows. The mean counts all elements, rows times columns.",
            tag="mean-over-samples",
        ),
        expect.Known(right, "These are the single costs. What is asked for is their mean."),
        expect.Known(2 * right.mean(), "Twice too much: the parabola is half the square, ½e²."),
    )


@check(
    "Within δ an error costs half its square, and beyond it a straight line.",
    why="Small errors pull in proportion, large ones with δ at most.",
)
def both_pieces(learner: Learner) -> None:
    delta = random.uniform(0.6, 0.9)
    error = torch.tensor([0.3, -0.4, 2.0, -3.0, 5.0]) * (1 + 0.2 * torch.rand(5))
    target = torch.randn(5)
    _compared(learner, target + error, target, delta)


@check(
    "With δ = 1 an error of 3 costs 2.5, whichever side it is on.",
    why="|e| − ½ = 2.5.",
)
def three(learner: Learner) -> None:
    for sign in (1, -1):
        _compared(learner, torch.tensor([3.0 * sign]), torch.zeros(1), 1.0)


@check(
    "The mean is taken over all elements, with any shape.",
    why="PyTorch's losses do the same: for (4, 3) they divide by 12.",
)
def all_elements(learner: Learner) -> None:
    rows, columns = random.randint(3, 6), random.randint(2, 5)
    prediction, target = 3 * torch.randn(rows, columns), torch.randn(rows, columns)
    _compared(learner, prediction, target, random.uniform(1.5, 2.5))


@check(
    "Its gradient can be taken, and no error pulls with more than δ.",
    why="A loss that autograd cannot follow trains nothing.",
)
def slope(learner: Learner) -> None:
    delta = random.uniform(1.5, 2.5)
    prediction, target = 4 * torch.randn(8), torch.randn(8)
    gradient = learner.stage("slope", prediction, target, delta)
    expect.true(
        gradient is not None,
        "No gradient comes back. Was a number taken out of the graph, by `.item()` or `float()`?",
    )
    expect.close(gradient, (prediction - target).clamp(-delta, delta) / 8)


def _compared(learner: Learner, prediction: Tensor, target: Tensor, delta: float) -> None:
    got = learner.call("huber", prediction, target, delta)
    right = F.huber_loss(prediction, target, delta=delta)
    expect.close(got, right, known=known(prediction, target, delta))
