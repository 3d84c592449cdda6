"""Checks of a mended program."""

from engine.data import diabetes
from lessons.checking import Learner, check, expect
from lessons.clinics.proving import error_left, trained


@check(
    "The error on test patients is well below that of the average.",
    why="Answering the average for everyone leaves an error of about 1.",
)
def predicts(learner: Learner) -> None:
    run = trained(learner, epochs=20, data=diabetes())
    expect.below(error_left(run), 0.75, what="the error on test patients")
