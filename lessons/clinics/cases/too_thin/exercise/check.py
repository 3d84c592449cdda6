"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "Training itself comes to a loss below 0.3.",
    why="A network that cannot learn its examples has too little room.",
)
def learns(learner: Learner) -> None:
    run = trained(learner, epochs=30)
    expect.below(run.late, 0.3, what="the training loss at the end")


@check(
    "After 30 epochs at least 90 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=30)
    expect.above(share_read(run), 0.9, what="the share of test digits read")
