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
    expect.below(error_left(run), 0.6, what="the error on test patients")


@check(
    "The loss of the training counts every patient's own error.",
    why="Errors that cancel each other in a mean are errors all the same.",
)
def counts(learner: Learner) -> None:
    run = trained(learner, epochs=20, data=diabetes())
    expect.above(
        run.late,
        0.12,
        what="the training loss at the end",
        message="A loss near 0, of answers that are not: what is compared are not the patients.",
    )
