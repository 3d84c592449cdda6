"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check("It keeps its eight linear layers.", why="A shallower network would be another one.")
def depth(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.equal(run.notes["linear"], 8)


@check(
    "The first layer gets a gradient worth following.",
    why="Layers in front that hear nothing learn nothing.",
)
def heard(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(
        run.notes["share"],
        1e-3,
        what="the gradient of the first layer, as a share of that of the last",
    )


@check(
    "After 10 epochs at least 75 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.75, what="the share of test digits read")
