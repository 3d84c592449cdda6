"""Checks of `prepare`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def drawn() -> Tensor:
    """Images (n, 8, 8) of a number that nobody can foresee."""
    return torch.rand(random.randint(2, 6), 8, 8)


def moved(images: Tensor) -> Tensor:
    """One column to the right, 0 from the left."""
    return torch.cat([torch.zeros_like(images[..., :1]), images[..., :-1]], dim=-1)


def scaled(images: Tensor) -> Tensor:
    """By the figures that the stage uses."""
    return (images - 0.3) / 0.4


@check(
    "Images to measure on are scaled, and stay where they are.",
    why="The network has learnt from scaled images, and a score should not be drawn at random.",
)
def measuring(learner: Learner) -> None:
    images = drawn()
    wavers = "They have been shifted: the next time the same weights would get another score."
    expect.close(
        learner.stage("prepared", images, False),
        scaled(images),
        known=(
            expect.Known(moved(images), wavers, tag="test-is-augmented"),
            expect.Known(scaled(moved(images)), wavers, tag="test-is-augmented"),
            expect.Known(
                images,
                "They are not scaled. The network has learnt from scaled images.",
                tag="fixed-steps-are-for-training",
            ),
        ),
    )


@check(
    "Training images are shifted, then scaled.", why="Shifts are learnt from; 0 is black before."
)
def training(learner: Learner) -> None:
    images = drawn()
    expect.close(
        learner.stage("prepared", images, True),
        scaled(moved(images)),
        known=(
            expect.Known(
                moved(scaled(images)),
                "Scaled first, then filled up with 0: that is the mean grey by then, not black.",
                tag="scale-then-fill",
            ),
            expect.Known(
                scaled(images),
                "Nothing is shifted in training, where shifts are to be learnt from.",
                tag="test-is-augmented",
            ),
            expect.Known(moved(images), "Training images have to be scaled as well."),
        ),
    )
