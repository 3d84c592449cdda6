"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "After one epoch the rate is 0.7 of what it was, after nine 0.04.",
    why="0.7 was meant for an epoch: 0.7 to the power of 17 is 0.002.",
)
def by_epoch(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    steps = len(run.rates) // 10
    expect.close(run.rates[0], 0.3, rtol=0.05, message="The first rate should be 0.3.")
    expect.close(
        run.rates[steps + 1],
        0.21,
        rtol=0.1,
        message="In the second epoch the rate should be near 0.21.",
    )
    expect.close(
        run.rates[-1],
        0.3 * 0.7**9,
        rtol=0.4,
        message="In the last epoch the rate should be near 0.012.",
    )


@check(
    "After 10 epochs at least 75 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=10)
    expect.above(share_read(run), 0.75, what="the share of test digits read")
