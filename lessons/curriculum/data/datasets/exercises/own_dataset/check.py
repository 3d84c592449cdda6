"""Checks of `Pictures`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def drawn() -> tuple[Tensor, Tensor]:
    """Images (n, 64) and labels (n,), of a number that nobody can foresee."""
    n = random.randint(5, 20)
    return torch.rand(n, 64), torch.randint(10, (n,))


@check("Its length is the number of samples.", why="A loader draws its numbers below that.")
def length(learner: Learner) -> None:
    images, labels = drawn()
    expect.equal(
        learner.stage("counted", images, labels),
        [len(labels)] * 2,
        known=(
            expect.Known([64] * 2, "These are the pixels of one image. How many images are there?"),
            expect.Known([2] * 2, "A sample has two parts. How many samples are there?"),
        ),
    )


@check(
    "A loader collects batches of images and labels from it.",
    why="That is all that training ever sees of it.",
)
def batches(learner: Learner) -> None:
    images, labels = drawn()
    got = learner.stage("read", images, labels, 4)
    expect.equal(
        {len(batch) for batch in got},
        {2},
        message="A sample has two parts: the image, and its label behind it.",
    )
    expected = [list(pair) for pair in zip(images.split(4), labels.split(4), strict=True)]
    expect.close(got, expected)


@check(
    "The image is changed anew whenever it is asked for, and the label is not.",
    why="A random change that is made once is learnt by heart.",
)
def anew(learner: Learner) -> None:
    images, labels = drawn()
    index = random.randrange(len(labels))
    got = learner.stage("asked", images, labels, index)
    if got["before"]:
        expect.fail(
            "`change` was called before anybody asked for a sample. What is made in `__init__` is "
            "made once, and every epoch gets the same.",
            tag="getitem-is-kept",
        )
    expect.equal(
        got["shapes"],
        [[64]] * 3,
        known=(
            expect.Known(
                [[64]],
                "The second request got what was kept from the first one. Change it again.",
                tag="getitem-is-kept",
            ),
            expect.Known([], "`change` is never called."),
            expect.Known(
                [[len(labels), 64]] * 3,
                "`change` is given all images at once. It is meant for the one that is asked for.",
                tag="getitem-is-a-batch",
            ),
        ),
    )
    steps = torch.arange(1.0, 4.0)[:, None]
    unchanged = expect.Known(
        images[index].expand(3, -1),
        "`change` is called, and what it returns is thrown away: the image is the stored one.",
    )
    expect.close(got["images"], images[index] + steps, known=(unchanged,))
    expect.equal(got["labels"], labels[index].repeat(3), message="The label is another one.")


@check(
    "What is stored stays as it was.",
    why="A change that writes into its argument would pile up from epoch to epoch.",
)
def untouched(learner: Learner) -> None:
    images, labels = drawn()
    index = random.randrange(len(labels))
    expect.close(
        learner.stage("in_place", images, labels, index),
        [images[index] + 1] * 2,
        known=(
            expect.Known(
                [images[index] + 1, images[index] + 2],
                "`images[index]` shares its numbers with all images. This change writes into what "
                "it is given, so hand it a copy.",
                tag="row-is-a-copy",
            ),
        ),
    )
