"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check("Matrices decay, gently.", why="Decay is there to hold them, not to take them away.")
def matrices(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    found = run.notes["matrices"]
    expect.true(
        all(0.0 < one <= 0.2 for one in found),
        f"The matrices decay by {found}. Usual is 0.01 to 0.1.",
    )


@check(
    "Biases and the scales of batch norm do not decay.",
    why="Pulling a scale to 0 takes the signal away; it does not make the network simpler.",
)
def vectors(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.true(not any(run.notes["vectors"]), "Some of them still decay.")


@check(
    "After 10 epochs at least 85 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.85, what="the share of test digits read")
