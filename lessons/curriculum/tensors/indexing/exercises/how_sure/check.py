"""Checks of `how_sure`."""

import random

import torch

from lessons.checking import Learner, check, expect


@check(
    "Each image has the probability of its most likely class.",
    why="It says how sure the network is of its answer.",
)
def sure(learner: Learner) -> None:
    scores = 3 * torch.randn(random.randint(7, 9), random.randint(3, 5))
    shares, down = scores.softmax(dim=1), scores.softmax(dim=0)
    by_image = "Walk along the classes, dimension 1: the dimension that is named disappears."
    got = learner.call("how_sure", scores)
    expect.kind(
        got,
        torch.Tensor,
        message="One tensor is wanted. With a `dim`, `max` gives a pair: values, and their places.",
    )
    expect.close(
        got,
        shares.amax(dim=1),
        known=(
            expect.Known(
                down.amax(dim=0), f"There is one number for each class. {by_image}", tag="dim-stays"
            ),
            expect.Known(
                shares.amax(dim=0),
                f"The probabilities are right; the highest is that of each class. {by_image}",
                tag="dim-stays",
            ),
            expect.Known(
                down.amax(dim=1),
                "The shape is right. But softmax made each *class* add up to 1 over the images; "
                "the classes of one image should.",
                tag="softmax-over-samples",
            ),
            expect.Known(
                shares.argmax(dim=1),
                "Those are the places of the highest probabilities, not the probabilities.",
                tag="argmax-is-max",
            ),
            expect.Known(
                shares.max(),
                "Without a `dim`, `max` gives one number, the highest of the whole batch. Each "
                "image has its own.",
                tag="no-dim-is-rows",
            ),
            expect.Known(scores.amax(dim=1), "Those are scores; probabilities come from softmax."),
        ),
    )


@check("A single image works as well.", why="A batch of one has the same two dimensions.")
def single(learner: Learner) -> None:
    scores = torch.randn(1, 4)
    expect.close(learner.call("how_sure", scores), scores.softmax(dim=1).amax(dim=1))
