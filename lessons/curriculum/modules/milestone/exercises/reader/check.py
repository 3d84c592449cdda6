"""Checks of `Reader` and `revive`."""

import random

import torch

from engine import data
from lessons.checking import Learner, LearnerError, check, expect


def drawn() -> tuple[torch.Tensor, int, int]:
    """Pixels (20, n) that are far from standardised, a width and a depth."""
    pixels = random.randint(5, 9)
    x = torch.randn(20, pixels) * (1 + 3 * torch.rand(pixels)) + 10 * torch.rand(pixels)
    return x, random.randint(11, 14), random.randint(2, 4)


@check(
    "It knows of all its layers.",
    why="What it does not know of is not trained, and not saved.",
)
def knows(learner: Learner) -> None:
    x, width, depth = drawn()
    first = (x.shape[1] + 1) * width
    head = (width + 1) * 10
    expect.equal(
        learner.stage("built", x, width, depth)["numbers"],
        first + depth * (width + 1) * width + head,
        known=(
            expect.Known(
                head,
                "It knows of its head alone. A module looks into modules, not into lists.",
                tag="list-is-registered",
            ),
            expect.Known(first + head, "It does not know of the layers of the tower."),
        ),
    )


@check(
    "Dropout is at work in train mode, and rests in eval mode.",
    why="It belongs to the training of this reader, and not to its use.",
)
def drops(learner: Learner) -> None:
    seen = learner.stage("built", *drawn())
    expect.true(
        seen["steady"],
        "In eval mode two calls with the same images disagree: something still drops. An "
        "`nn.Dropout` that is assigned to `self` hears of `eval()`; `nn.functional.dropout` has "
        "to be told.",
    )
    expect.true(seen["random"], "In train mode two calls agree: nothing is dropped.")
    expect.true(
        not seen["late"],
        "In train mode some of the scores themselves are 0: the dropout stands behind the last "
        "layer. It belongs in front of it.",
    )


@check(
    "Between its layers there is a tanh.",
    why="Two linear layers with nothing between them are one.",
)
def bends(learner: Learner) -> None:
    expect.true(
        learner.stage("built", *drawn())["bounded"],
        "A layer behind the first one is given numbers beyond −1 and 1, so they have not come "
        "through a tanh. Your tower has one after each of its layers; the first layer needs its "
        "own.",
        tag="bend-changes-nothing",
    )


@check(
    "It standardises what it is given.",
    why="A scanner of another scale, with its own mean and deviation, gives the same scores.",
)
def standardises(learner: Learner) -> None:
    seen = learner.stage("built", *drawn())
    expect.close(
        seen["of_stretched"],
        seen["scores"],
        atol=1e-3,
        message="The same images on another scale, with the mean and the deviation of that scale, "
        "get other scores. Does all that comes in go through your `Standardise` first?",
    )


@check(
    "It gives scores.",
    why="`cross_entropy` makes shares of them itself.",
)
def scores(learner: Learner) -> None:
    seen = learner.stage("built", *drawn())
    expect.true(
        not seen["shares"],
        "What comes out adds up to 1 for every image: these are shares. Leave the softmax to the "
        "loss, which would do it a second time.",
        tag="softmax-twice",
    )
    expect.true(
        not seen["cut"],
        "No score is below 0: they have gone through a ReLU, or the like. Leave them as they are.",
        tag="relu-after-every-layer",
    )


@check(
    "A revived reader gives the same scores.",
    why="A network is whole when what was saved brings it back.",
)
def comes_back(learner: Learner) -> None:
    x, width, depth = drawn()
    try:
        seen = learner.stage("revived", x, width, depth)
    except LearnerError as error:
        if "_IncompatibleKeys" in str(error):
            expect.fail(
                "`revive` gives back what `load_state_dict` returned, a note of the names that did "
                "not agree. The reader itself was filled; give back that."
            )
        raise
    one, other = seen["answers"]
    if not torch.equal(one, other):
        expect.fail(
            "Asked twice, the revived reader gives two answers. A new module is in train mode: it "
            "still drops units.",
            tag="new-modules-are-in-use",
        )
    expect.close(
        one,
        seen["scores"],
        atol=1e-4,
        known=(
            expect.Known(
                seen["loaded"],
                "Its weights have come back, its mean and deviation have not: they are not in "
                "`state_dict()`. Your `Standardise` keeps them.",
                tag="attribute-follows-the-module",
            ),
        ),
        message="The revived reader does not give the scores of the one that was saved. Is all of "
        "`state` loaded into it, and does it do the same with it?",
    )


@check(
    "Trained, saved and revived, it reads more than 88 of 100 new digits.",
    why="That is what all of it was for.",
)
def reads(learner: Learner) -> None:
    digits = data.digits()
    scans, unseen = 16 * digits.train.inputs, 16 * digits.validation.inputs
    named = learner.stage("trained", scans, digits.train.targets, unseen)
    share = (named == digits.validation.targets).float().mean()
    expect.above(share, 0.88, what="the share of digits that are read")
