"""Checks of a mended program."""

from torch.nn.functional import cross_entropy

from engine.data import digits
from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "The loss on test digits stays below 1.3.",
    why="Who learns by heart is sure of what is wrong, and the loss counts that.",
)
def honest(learner: Learner) -> None:
    run = trained(learner, epochs=80)
    examples = digits().test
    assert examples is not None
    left = float(cross_entropy(run.answers, examples.targets))
    expect.below(left, 1.3, what="the loss on test digits")


@check(
    "After 80 epochs at least 65 of 100 test digits are read.",
    why="That is what a mended run does.",
)
def reads(learner: Learner) -> None:
    run = trained(learner, epochs=80)
    expect.above(share_read(run), 0.65, what="the share of test digits read")
