"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "Dropout drops in every step of the training.",
    why="It is there to keep the network from learning by heart.",
)
def drops(learner: Learner) -> None:
    run = trained(learner, epochs=20)
    expect.true(run.notes["drops"], "Nothing is dropped any more, not even in training mode.")
    expect.true(
        all(run.notes["modes"]),
        "Dropout is off in some steps: after an examination, the model has to go back to training.",
    )


@check(
    "The marks are those of the whole network.",
    why="A network that drops units while it is measured is worth more than its marks say.",
)
def whole(learner: Learner) -> None:
    run = trained(learner, epochs=20)
    expect.close(
        run.scores[-1],
        run.notes["true_score"],
        atol=1e-4,
        message="The last mark is not what the network reads in eval mode.",
    )


@check(
    "After 20 epochs at least 90 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=20)
    expect.above(share_read(run), 0.9, what="the share of test digits read")
