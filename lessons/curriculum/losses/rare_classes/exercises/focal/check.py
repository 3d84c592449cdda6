"""Checks of `focal`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from lessons.checking import Learner, check, expect


def parts(scores: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """The cost of each sample, and the probability of its true class: (N,) and (N,)."""
    cost = F.cross_entropy(scores, targets, reduction="none")
    return cost, (-cost).exp()


def task(samples: int, classes: int) -> tuple[Tensor, Tensor, Tensor]:
    """Scores, true classes, all of them there, and a factor for each class."""
    targets = torch.arange(samples) % classes
    targets = targets[torch.randperm(samples)]
    return 1.5 * torch.randn(samples, classes), targets, 0.3 + 2 * torch.rand(classes)


@check(
    "Each sample has the factor of its true class.",
    why="Only what differs between the classes can balance them.",
)
def by_class(learner: Learner) -> None:
    for samples, classes in ((random.randint(7, 9), random.randint(3, 4)), (4, 4)):
        scores, targets, alpha = task(samples, classes)
        gamma = random.uniform(1.5, 2.5)
        cost, p = parts(scores, targets)
        focused = (1 - p) ** gamma * cost
        right = (alpha[targets] * focused).mean()
        weighted = alpha[targets] * cost
        known = [
            expect.Known(
                (alpha.mean() * focused).mean(),
                "All samples have one factor, the mean of α. That is a shorter or a longer step, "
                "and no balance.",
                tag="one-factor-balances",
            ),
            expect.Known(
                (alpha[scores.argmax(dim=1)] * focused).mean(),
                "You take the factor of the class that was *answered*. It belongs to the true one.",
                tag="highest-for-right",
            ),
            expect.Known(
                (alpha[targets] * focused).sum() / alpha[targets].sum(),
                "That divides by the factors. Focal loss has a plain mean over the N samples.",
                tag="divides-by-prices",
            ),
            expect.Known(
                (alpha[targets] * p**gamma * cost).mean(),
                "p^γ turns the hard samples down. The focus is (1 − p)^γ.",
                tag="focus-on-the-easy",
            ),
            expect.Known(
                ((1 - (-weighted).exp()) ** gamma * weighted).mean(),
                "The weight has got into p: e^−cost is the probability only of an unweighted cost.",
                tag="p-of-weighted-cost",
            ),
            expect.Known(
                ((alpha[targets] * (1 - p)) ** gamma * cost).mean(),
                "The factor has got under the power, and is raised to γ as well. It stands before "
                "(1 − p)^γ.",
            ),
            expect.Known((alpha[targets] * focused).sum(), "Take the mean.", tag="sum-for-mean"),
            expect.Known(
                alpha[targets] * focused,
                "These are the costs of the single samples. What is asked for is their mean.",
            ),
            expect.Known(
                (1 - (-F.cross_entropy(scores, targets, weight=alpha)).exp()) ** gamma
                * F.cross_entropy(scores, targets, weight=alpha),
                "One number for the whole batch came out of `cross_entropy`, so there is one p for "
                'all. With `reduction="none"` each sample keeps its own.',
            ),
            expect.Known(weighted.mean(), "The focus is missing: (1 − p)^γ for each sample."),
        ]
        if samples == classes:
            known.append(
                expect.Known(
                    (alpha * focused).mean(),
                    "There are as many samples as classes here, and α was laid beside the samples "
                    "in order. It has to be looked up by class.",
                )
            )
        expect.close(
            learner.call("focal", scores, targets, alpha, gamma), right, known=tuple(known)
        )


@check(
    "With γ = 0 and equal factors it is cross-entropy.",
    why="Every extension of a loss should contain the old one.",
)
def plain(learner: Learner) -> None:
    scores, targets, _ = task(8, 3)
    got = learner.call("focal", scores, targets, torch.ones(3), 0.0)
    expect.close(got, F.cross_entropy(scores, targets))


@check(
    "It trains a classifier, and a larger factor makes it find more of a rare class.",
    why="That is what it is for.",
)
def trains(learner: Learner) -> None:
    targets = (torch.arange(400) % 20 == 0).long()
    inputs = 2 * targets[:, None] + torch.randn(400, 1)
    rare = [
        learner.stage("trained", inputs, targets, torch.tensor([1.0, factor]), 2.0)[1]
        for factor in (1.0, 20.0)
    ]
    expect.true(
        rare[1] > rare[0] + 0.2,
        f"Of the rare class it finds {rare[0]:.0%} with equal factors, and {rare[1]:.0%} with a "
        "factor of 20 for it. The second should be clearly more.",
    )
