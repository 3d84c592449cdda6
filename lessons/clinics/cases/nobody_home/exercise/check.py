"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The first gradient reaches the first layer.",
    why="A layer without a gradient stays as it was drawn.",
)
def reached(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(run.notes["front"], 0.0, what="the gradient of the first layer at the first step")


@check(
    "It keeps three linear layers with ReLUs between them.",
    why="Another network would not be this one mended.",
)
def same_layers(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    kinds = run.notes["kinds"]
    if kinds != ["Linear"] * 3:  # with the ReLUs in `forward`
        expect.equal(kinds, ["Linear", "ReLU", "Linear", "ReLU", "Linear"])


@check(
    "After 10 epochs at least 75 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.75, what="the share of test digits read")
