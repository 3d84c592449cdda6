"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The loss never leaps above twice its first value.",
    why="A leap is a step beyond what the slope is good for.",
)
def calm(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(max(run.losses), 2 * run.losses[0], what="the largest loss")


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
