"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The rate begins low and rises.",
    why="The first gradients are those of a network that knows nothing.",
)
def low(learner: Learner) -> None:
    run = trained(learner, epochs=15)
    expect.below(run.rates[0], 0.01, what="the first rate")
    expect.below(run.rates[20], 0.025, what="the rate of step 21")


@check("It reaches at least 0.04.", why="Warm-up is there so that a high rate can be used.")
def high(learner: Learner) -> None:
    run = trained(learner, epochs=15)
    expect.above(max(run.rates), 0.04, what="the highest rate")


@check(
    "After 15 epochs at least 50 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    share = share_read(trained(learner, epochs=15))
    if share <= 0.5:  # few seeds are so unlucky that warm-up does not help, and not two in a row
        share = share_read(trained(learner, epochs=15, anew=True))
    expect.above(share, 0.5, what="the share of test digits read")
