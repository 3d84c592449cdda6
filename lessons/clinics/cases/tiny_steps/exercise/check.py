"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "No update is longer than the clip allows, and none is next to nothing.",
    why="Clip and optimiser have to see the gradient in the same unit.",
)
def in_unit(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    longest = max(run.notes["moves"])
    expect.below(longest, 0.3 * 0.3 * 1.02, what="the longest update")
    expect.above(longest, 0.3 * 0.3 * 0.5, what="the longest update")


@check(
    "The learning rate is what it was.",
    why="It was not to blame: a smaller one only hides what is wrong.",
)
def same_rate(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.close(
        max(run.rates), 0.3, message="The rate is another one now. Leave it, and look further."
    )


@check(
    "After 10 epochs at least 80 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.8, what="the share of test digits read")
