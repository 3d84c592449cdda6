"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check("It still descends with momentum.", why="Momentum is not the fault; what it multiplies is.")
def momentum(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(run.notes["momentum"], 0.5, what="the momentum")


@check(
    "Rate over (1 − momentum) is at most 1.",
    why="That is how far a steady slope carries in the end.",
)
def reach(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(run.notes["reach"], 1.01, what="rate over (1 − momentum)")


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
