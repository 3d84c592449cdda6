"""Checks of a mended program."""

from lessons.checking import Learner, check, expect
from lessons.clinics.proving import share_read, trained


@check(
    "No example is in both parts.",
    why="An examination with questions known from class examines memory.",
)
def apart(learner: Learner) -> None:
    train, kept = (list(map(int, part)) for part in learner.call("split", 1078))
    shared = len(set(train) & set(kept))
    expect.true(shared == 0, f"{shared} examples are in both.")


@check(
    "The parts are as large as they were.",
    why="Fewer examples would make the mark a matter of luck.",
)
def sizes(learner: Learner) -> None:
    train, kept = (list(map(int, part)) for part in learner.call("split", 1078))
    expect.equal((len(set(train)), len(set(kept))), (120, 125))


@check("The mark is what the network is worth.", why="That is what validation is for.")
def honest(learner: Learner) -> None:
    run = trained(learner, epochs=40)
    expect.below(
        abs(run.scores[-1] - share_read(run)), 0.08, what="the distance of the mark from the test"
    )
