"""Checks of `balanced`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def unequal() -> Tensor:
    """Labels of three or four classes, each rarer than the one before, in any order."""
    classes = random.randint(3, 4)
    counts = [random.randint(300, 400) // 3**number for number in range(classes)]
    labels = torch.arange(classes).repeat_interleave(torch.tensor(counts))
    return labels[torch.randperm(len(labels))]


def shares(weights: Tensor) -> Tensor:
    """The same weights, adding up to 1."""
    return weights / weights.sum()


@check(
    "Each sample has a weight of its own.",
    why="A sampler knows no labels: it draws numbers of samples by their weights.",
)
def of_samples(learner: Learner) -> None:
    labels = unequal()
    got = learner.stage("made", labels)
    if isinstance(got, str):
        expect.fail(f"Give back a `WeightedRandomSampler`. This is a `{got}`.")
    classes = int(labels.max()) + 1
    if tuple(got["weights"].shape) == (classes,):
        expect.fail(
            f"These are {classes} weights, one for each class. The sampler takes them for those of "
            f"the first {classes} samples, and draws no other.",
            tag="weight-of-a-class",
        )
    expect.shape(got["weights"], (len(labels),))


@check(
    "All classes weigh the same together.",
    why="The share of a class is the sum of the weights of its samples.",
)
def equal(learner: Learner) -> None:
    labels = unequal()
    got = learner.stage("made", labels)
    counts = labels.bincount().float()
    expect.close(
        shares(got["weights"]),
        shares(1 / counts[labels]),
        atol=1e-6,
        known=(
            expect.Known(
                shares(counts[labels]),
                "Frequent classes have the larger weights here, so that the rare ones become rarer "
                "still. It is the other way round.",
                tag="weights-are-shares",
            ),
            expect.Known(
                shares(torch.ones(len(labels))),
                "All samples weigh the same, so each class is drawn as often as it occurs.",
                tag="weights-are-shares",
            ),
            expect.Known(
                shares((1 / counts).repeat_interleave(labels.bincount())),
                "The weights lie class by class, and the samples do not. Each sample needs the "
                "weight at its own place.",
            ),
            expect.Known(
                shares(1 / counts.sqrt()[labels]),
                "One over the root of the count only goes half of the way.",
            ),
            expect.Known(
                shares((1 - counts / len(labels))[labels]),
                "One minus the share of a class makes its samples a little heavier, and not by "
                "as much as they are rare: half as many samples need twice the weight each.",
            ),
        ),
        message="Add up the weights of each class: the sums are not alike. Half as many samples "
        "need twice the weight each.",
    )


@check(
    "An epoch has as many draws as there are samples, and a sample may come again.",
    why="Without replacement every sample comes once, whatever its weight: that is shuffling.",
)
def again(learner: Learner) -> None:
    labels = unequal()
    got = learner.stage("made", labels)
    if got["samples"] == len(labels) and not got["again"]:
        expect.fail(
            "Without replacement all samples are drawn once, and the weights only decide who comes "
            "first. Rare samples have to come back.",
            tag="balanced-without-repeating",
        )
    expect.equal(
        got["samples"],
        len(labels),
        known=(
            expect.Known(
                int(labels.max()) + 1, "This draws one sample for each class, and the epoch ends."
            ),
            expect.Known(
                2 * len(labels), "These are two epochs: as many draws as there are labels is one."
            ),
        ),
        message="An epoch is to have as many draws as there are labels.",
    )
    drawn = got["drawn"].bincount(minlength=int(labels.max()) + 1) / len(labels)
    expect.close(drawn, torch.full_like(drawn, 1 / len(drawn)), atol=0.12)
