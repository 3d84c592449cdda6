"""Checks of `both`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from engine import data
from lessons.checking import Learner, check, expect

Task = tuple[Tensor, Tensor, Tensor, float]


def task() -> Task:
    """Outputs (N, 11), digits (N,), ink (N,) and a share λ."""
    samples = random.randint(5, 9)
    output, ink = 2 * torch.randn(samples, 11), 3 * torch.randn(samples)
    return output, torch.randint(10, (samples,)), ink, random.uniform(1.5, 3)


def right(output: Tensor, digits: Tensor, ink: Tensor, share: float) -> Tensor:
    """Cross-entropy and λ times Huber's."""
    return F.cross_entropy(output[:, :10], digits) + share * F.huber_loss(output[:, 10], ink)


@check(
    "Ten scores pay cross-entropy, the last output pays λ times Huber's cost.",
    why="The network has one loss, and both tasks have to be in it.",
)
def added(learner: Learner) -> None:
    output, digits, ink, share = task()
    of_digit = F.cross_entropy(output[:, :10], digits)
    of_ink = F.huber_loss(output[:, 10], ink)
    pairs = output[:, 10:] - ink
    expect.close(
        learner.call("both", output, digits, ink, share),
        right(output, digits, ink, share),
        known=(
            expect.Known(
                of_digit + share * F.huber_loss(pairs, torch.zeros_like(pairs)),
                "The prediction is a column, (N, 1), and the ink is (N,): every prediction was "
                "compared with every target.",
                tag="flat-is-a-column",
            ),
            expect.Known(
                F.cross_entropy(output, digits) + share * of_ink,
                "The ink takes part in the softmax, as if it were an eleventh class. Only the "
                "first ten outputs are scores.",
                tag="number-is-a-score",
            ),
            expect.Known(
                share * (of_digit + of_ink),
                "λ multiplies both. It is to say how much the ink counts *beside* the digits.",
                tag="price-is-a-factor",
            ),
            expect.Known(
                share * of_digit + of_ink,
                "λ weighs the digits here. It belongs to the ink.",
            ),
            expect.Known(
                (1 - share) * of_digit + share * of_ink,
                "The digits have the factor 1 − λ here. They count once, and λ is for the ink "
                "alone.",
            ),
            expect.Known(
                F.cross_entropy(output[:, :10].softmax(dim=1), digits) + share * of_ink,
                "Softmax has been applied twice: your `cross_entropy` takes scores.",
                tag="softmax-twice",
            ),
            expect.Known(
                F.cross_entropy(output[:, 1:], digits) + share * F.huber_loss(output[:, 0], ink),
                "The ink is the last output, number 10, and the scores are the ten before it.",
            ),
            expect.Known(
                of_digit + F.huber_loss(output[:, 10], ink, delta=share),
                "λ has become δ. δ is 1, and says where the parabola ends; λ is a factor.",
                tag="share-is-delta",
            ),
            expect.Known(
                of_digit + share * F.mse_loss(output[:, 10], ink),
                "The ink pays the squared error here. Take your `huber`, whose pull is bounded.",
            ),
            expect.Known(of_digit + of_ink, "λ is not used: `share` times the cost of the ink."),
            expect.Known(share * of_ink, "The digits are missing."),
            expect.Known(of_digit, "The ink is missing."),
        ),
    )


@check(
    "Each output feels its own task.",
    why="What comes back through the graph is all that the network hears.",
)
def pulls(learner: Learner) -> None:
    output, digits, ink, share = task()
    found = learner.stage("slope", output, digits, ink, share)
    expect.true(
        found is not None,
        "No gradient comes back. Was a number taken out of the graph, by `.item()`?",
    )
    leaf = output.clone().requires_grad_()
    (slope,) = torch.autograd.grad(right(leaf, digits, ink, share), leaf)
    expect.close(found, slope)


@check(
    "It trains a network that reads digits and tells their ink, slips or no slips.",
    why="That is what both losses were written for.",
)
def trains(learner: Learner) -> None:
    digits = data.digits()
    images, new = digits.train.inputs, digits.validation.inputs
    mean = images.sum(dim=1).mean()
    noted = images.sum(dim=1) - mean
    noted[torch.randperm(len(noted))[:54]] += 20
    output = learner.stage("trained", images, digits.train.targets, noted, new)
    read = (output[:, :10].argmax(dim=1) == digits.validation.targets).float().mean()
    ink = new.sum(dim=1) - mean
    expect.above(read, 0.85, what="the share of the digits that are read")
    expect.below(
        (output[:, 10] - ink).abs().mean() / ink.abs().mean(),
        0.9,
        what="the error of the ink, measured in that of a constant answer",
    )
