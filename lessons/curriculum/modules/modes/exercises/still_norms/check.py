"""Checks of `begin_epoch`."""

from lessons.checking import Learner, check, expect

Modes = list[tuple[str, int, bool, bool]]


@check(
    "Everything but the norms is in train mode, whatever came before.",
    why="Dropout belongs to training the head, and a measurement has left eval mode on.",
)
def trains(learner: Learner) -> None:
    for before in (True, False):
        modes: Modes = learner.stage("modes", before)
        others = [mode for kind, _, mode, _ in modes if "BatchNorm" not in kind]
        if not before:
            expect.true(
                any(others),
                "The network came in eval mode, as a measurement leaves it, and all of it still "
                "is: nobody called `train()`.",
            )
        expect.true(
            any(others),
            "All of the network is in eval mode: dropout, too, does nothing now.",
            tag="eval-is-frozen",
        )
        expect.true(all(others), "Some layers that are no norms are still in eval mode.")


@check(
    "Every norm is in eval mode, however deep it is kept.",
    why="In train mode it goes on averaging what it sees, and its averages are what eval uses.",
)
def rests(learner: Learner) -> None:
    for before in (True, False):
        modes: Modes = learner.stage("modes", before)
        norms = [(mode, learns) for kind, _, mode, learns in modes if "BatchNorm" in kind]
        awake = [(kind, depth) for kind, depth, mode, _ in modes if "BatchNorm" in kind and mode]
        if all(mode and not learns for mode, learns in norms):
            expect.fail(
                "Their weights are frozen, but they are in train mode: what they average goes on "
                "moving. It is no weight, and needs no gradient.",
                tag="frozen-weights-freeze-statistics",
            )
        if all(mode for mode, _ in norms):
            expect.fail(
                "All norms are in train mode. If you had put them into eval mode, then `train()` "
                "has undone it afterwards.",
                tag="train-undoes-eval",
            )
        resting = {kind for kind, _, mode, _ in modes if "BatchNorm" in kind and not mode}
        forgotten = sorted({kind for kind, _ in awake} - resting)
        if forgotten and all(kind in forgotten for kind, _ in awake):
            expect.fail(f"Every {' and every '.join(forgotten)} is still in train mode.")
        expect.true(
            not awake,
            "A norm inside another module is still in train mode: `children()` gives the outermost "
            "layers only.",
            tag="children-are-all-modules",
        )
