"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check("The loss falls below 0.5 in ten epochs.", why="The time is given; the rate has to fit it.")
def arrives(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(run.late, 0.5, what="the loss at the end")


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
