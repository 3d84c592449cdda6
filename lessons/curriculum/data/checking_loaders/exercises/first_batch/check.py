"""Checks of `faults`."""

import math
import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def sound() -> tuple[Tensor, Tensor, int]:
    """Images (n, 1, 4, 4), labels (n,) with the lowest and the highest class, and how many."""
    n, classes = random.randint(5, 9), random.randint(3, 6)
    targets = torch.randint(classes, (n,))
    targets[0], targets[1] = 0, classes - 1
    return torch.rand(n, 1, 4, 4), targets, classes


@check("A sound batch has no faults.", why="A check that cries wolf is switched off.")
def nothing(learner: Learner) -> None:
    expect.equal(
        learner.call("faults", *sound()),
        [],
        known=(
            expect.Known(
                ["count"],
                "Samples are counted, not pixels: that is the first size of a tensor.",
                tag="len-counts-numbers",
            ),
            expect.Known(
                ["range"],
                "The labels of K classes go from 0 to K − 1. Both ends are sound, and not every "
                "class need occur in a batch.",
                tag="labels-end-at-k",
            ),
        ),
    )


@check("A label without a class is found.", why="The loss would raise, or learn a class too many.")
def labels(learner: Learner) -> None:
    inputs, targets, classes = sound()
    for wrong in (classes, -1, classes + 3):
        spoiled = targets.clone()
        spoiled[random.randrange(len(targets))] = wrong
        tag = "labels-end-at-k" if wrong == classes else ""
        expect.equal(
            learner.call("faults", inputs, spoiled, classes),
            ["range"],
            known=(
                expect.Known(
                    [],
                    f"There is a label {wrong} among {classes} classes, which "
                    f"are numbered 0 to {classes - 1}.",
                    tag=tag,
                ),
            ),
        )


@check("An input that is no number is found.", why="It makes the first loss NaN, and all after it.")
def numbers(learner: Learner) -> None:
    for value in (float("nan"), float("inf"), -float("inf")):
        inputs, targets, classes = sound()
        nan = math.isnan(value)
        inputs[random.randrange(len(inputs)), 0, 1, 2] = value
        expect.equal(
            learner.call("faults", inputs, targets, classes),
            ["finite"],
            known=(
                expect.Known(
                    [],
                    f"An input is {value}, and nothing was found."
                    + (" NaN is equal to nothing, not even to itself." if nan else ""),
                    tag="nan-compares" if nan else "",
                ),
            ),
        )


@check("Types and counts are compared.", why="cross_entropy wants int64, and one label an image.")
def kinds(learner: Learner) -> None:
    inputs, targets, classes = sound()
    expect.equal(
        learner.call("faults", inputs, targets.float(), classes),
        ["dtype"],
        message="The targets are float32 here, and all else is sound.",
    )
    expect.equal(
        learner.call("faults", inputs[1:], targets, classes),
        ["count"],
        message="There is one target more than there are inputs, and all else is sound.",
    )


@check(
    "Several faults are all found, in the order of the task.",
    why="Whoever mends one wants to know of the others.",
)
def several(learner: Learner) -> None:
    inputs, targets, classes = sound()
    spoiled = targets.to(torch.int32)
    spoiled[2] = classes + 1
    inputs[1, 0, 0, 0] = float("nan")
    got = learner.call("faults", inputs[1:], spoiled, classes)
    everything = ["count", "dtype", "range", "finite"]
    if got != everything and sorted(got) == sorted(everything):
        expect.fail(
            "All four are found, but not in the order of the task: count, dtype, range, finite."
        )
    expect.equal(
        got,
        everything,
        known=(
            expect.Known(
                ["count"],
                "It ends at the first fault. The others are there as well: look for all of them.",
                tag="stops-at-first-fault",
            ),
        ),
    )
