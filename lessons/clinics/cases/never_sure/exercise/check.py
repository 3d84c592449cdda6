"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The loss is one of probabilities: above 0.",
    why="A negative loss is a sign that a logarithm is missing.",
)
def positive(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(min(run.losses), 0.0, what="the smallest loss")


@check("The loss falls below 0.5.", why="Who is right and sure has a loss near 0.")
def sure(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(run.late, 0.5, what="the loss at the end")


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
