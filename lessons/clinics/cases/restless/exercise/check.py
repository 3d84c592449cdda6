"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "Every update is made with the gradient of one batch.",
    why="Old gradients point where the network no longer is.",
)
def one_batch(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    swollen = max(run.norms) > 8 * run.norms[0]
    expect.true(
        not swollen,
        "The gradient still swells to many times its first length.",
    )
    expect.below(
        run.notes["left_over"],
        0.01,
        what="the share of old gradients in an update",
        message="Some updates still carry what an earlier batch has left behind.",
    )


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
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
