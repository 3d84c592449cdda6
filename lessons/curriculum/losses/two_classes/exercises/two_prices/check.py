"""Checks of `priced`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from lessons.checking import Learner, check, expect


def right(logits: Tensor, targets: Tensor, miss: float, alarm: float) -> Tensor:
    """The mean of all priced costs."""
    price = torch.where(targets > 0.5, miss, alarm)
    return F.binary_cross_entropy_with_logits(logits, targets, weight=price)


def samples(count: int) -> Tensor:
    """Truths of both kinds, in a random order: (count, 1)."""
    truths = (torch.arange(count) % 3 == 0).float()
    return truths[torch.randperm(count)][:, None]


@check(
    "Each sample costs its −ln p, times its price.",
    why="That is what the lab's detector is trained with.",
)
def ordinary(learner: Learner) -> None:
    targets = samples(random.randint(7, 11))
    logits = 2 * torch.randn_like(targets)
    miss, alarm = random.uniform(4, 6), random.uniform(1.5, 2.5)
    price = torch.where(targets > 0.5, miss, alarm)
    good = right(logits, targets, miss, alarm)
    expect.close(
        learner.call("priced", logits, targets, miss, alarm),
        good,
        known=(
            expect.Known(
                right(logits, targets, alarm, miss),
                "The prices are exchanged. A *miss* is a sample with target 1 that is denied.",
                tag="prices-swapped",
            ),
            expect.Known(
                right(logits, targets, miss, 1.0),
                "A false alarm has a price too, and yours is always 1.",
            ),
            expect.Known(
                good * price.numel() / price.sum(),
                "That divides by the prices. The mean divides by the number of samples.",
                tag="divides-by-prices",
            ),
            expect.Known(
                good * len(targets),
                "That is the sum. Take the mean.",
                tag="sum-for-mean",
            ),
            expect.Known(
                right(logits.sigmoid(), targets, miss, alarm),
                "There are two sigmoids in it: the loss with logits does one itself.",
                tag="sigmoid-twice",
            ),
            expect.Known(
                right(-logits, targets, miss, alarm),
                "The two costs are exchanged: −ln σ(z) is for a target of 1, and it falls as z "
                "rises. ln (1 + e^−z) is `softplus(-z)`.",
            ),
            expect.Known(-good, "The sign is turned: ln p is below 0, and the loss is −ln p."),
            expect.Known(
                miss * F.softplus(-logits[targets == 1]).mean()
                + alarm * F.softplus(logits[targets == 0]).mean(),
                "Each kind has a mean of its own here, so that a rare kind counts more. The mean "
                "goes over all samples.",
            ),
            expect.Known(
                (price * ((logits > 0) != (targets > 0.5))).mean(),
                "That counts wrong answers and prices them. A count has no slope to go down: price "
                "the −ln p of each sample.",
            ),
        ),
    )


@check(
    "A sure and wrong answer has a loss, and a slope.",
    why="From a probability that was rounded to 0 nobody can tell how wrong it was.",
)
def far_off(learner: Learner) -> None:
    targets = torch.tensor([1.0, 0.0, 1.0, 0.0])
    logits = torch.tensor([-500.0, 400.0, -40.0, 30.0]) * random.uniform(0.9, 1.0)
    miss, alarm = random.uniform(4, 6), random.uniform(1.5, 2.5)
    found = learner.stage("measured", logits, targets, miss, alarm)
    expect.true(
        found["gradient"] is not None,
        "No gradient comes back. Was a number taken out of the graph, by `.item()`?",
    )
    expect.true(
        bool(found["loss"].isfinite().all()),
        "It is right for ordinary logits; at −500 or 400 the loss is not a number, or infinite: "
        "e^500 is too large for float32, and ln 0 is −∞. `softplus(x)` is ln (1 + e^x), computed "
        "so that it does not overflow.",
        tag="exp-never-overflows",
    )
    slope = torch.tensor([-miss, alarm, -miss, alarm]) / 4
    fits = torch.allclose(found["loss"], right(logits, targets, miss, alarm), rtol=1e-4)
    expect.true(
        fits and torch.allclose(found["gradient"], slope, rtol=1e-3),
        "It is right for ordinary logits, and wrong at −500 or 400: there the probability has been "
        "rounded to 0 or 1, and its slope is gone. Stay with the logit: −ln σ(z) is "
        "`softplus(-z)`.",
        tag="saturated-is-stuck",
    )


@check(
    "It trains a detector, and a dear miss makes it find more.",
    why="A loss of your own is used like any other.",
)
def trains(learner: Learner) -> None:
    truths = samples(300)
    inputs = truths + torch.randn(300, 1)
    shares = [learner.stage("trained", inputs, truths, miss, 1.0) for miss in (1.0, 20.0)]
    expect.true(
        shares[1] > 0.9 > shares[0],
        f"With equal prices it finds {shares[0]:.0%} of what it looks for, with a miss at 20 it "
        f"finds {shares[1]:.0%}. The second should be above 90 %, the first below.",
    )
