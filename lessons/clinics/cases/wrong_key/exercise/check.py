"""Checks of a mended program."""

import torch

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "Every digit gets its own number.",
    why="The names that training uses have to be those of validation.",
)
def names(learner: Learner) -> None:
    table = torch.arange(1, 11)
    expect.equal(
        learner.call("labels_of", table),
        table % 10,
        known=(
            expect.Known(
                table - 1,
                "The digit 1 becomes 0, and every other one its neighbour.",
            ),
        ),
    )


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
