"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The first loss is near that of guessing.",
    why="Before training the network knows nothing, and should not shout.",
)
def quiet(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(run.losses[0], 8.0, what="the first loss")


@check(
    "The first gradient is neither enormous nor nothing.",
    why="It goes through every layer on its way back.",
)
def gradient(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.below(run.norms[0], 50.0, what="the first gradient norm")
    expect.above(run.norms[0], 0.2, what="the first gradient norm")


@check(
    "After 10 epochs at least 50 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.5, what="the share of test digits read")
