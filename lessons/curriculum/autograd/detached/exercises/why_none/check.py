"""Checks of `why_none`."""

import torch

from lessons.checking import Learner, check, expect


def words(learner: Learner, *cases: str) -> list[object]:
    """What is said about these cases, with numbers that nobody can foresee."""
    said: list[object] = learner.stage("said", cases, torch.rand(3) + 1)
    return said


@check(
    "Data want no gradient, and neither does what was detached.",
    why="This is asked first: such tensors count as leaves.",
)
def wanted(learner: Learner) -> None:
    expect.equal(
        words(learner, "plain", "detached"),
        ["not wanted", "not wanted"],
        known=(
            expect.Known(
                ["arrives", "arrives"],
                "`is_leaf` is True for data as well. It says that a tensor was not computed, and "
                "not that it wants a gradient.",
                tag="leaf-wants-a-gradient",
            ),
        ),
    )


@check(
    "What was computed keeps no gradient.",
    why="The gradient passes through it, to the leaves.",
)
def computed(learner: Learner) -> None:
    expect.equal(
        words(learner, "computed"),
        ["not a leaf"],
        known=(
            expect.Known(
                ["arrives"],
                "It requires a gradient, and still `.grad` stays None: gradients are left in "
                "leaves only.",
                tag="requires-grad-is-enough",
            ),
        ),
    )


@check(
    "A leaf that the loss depends on gets its gradient, even one of 0.",
    why="0 is a slope like any other.",
)
def arrives(learner: Learner) -> None:
    expect.equal(
        words(learner, "used", "off"),
        ["arrives", "arrives"],
        known=(
            expect.Known(
                ["arrives", "not reached"],
                "A gradient of 0 has arrived, too. Where nothing arrives, there is None.",
                tag="none-is-zero",
            ),
            expect.Known(
                ["not reached", "not reached"],
                "The way back reaches this leaf, perhaps through several operations. Its `.grad` "
                "is None *now*, since nobody has called `backward()`; the question is what will be "
                "there afterwards.",
                tag="grad-is-computed-forward",
            ),
        ),
    )


@check(
    "A leaf that was not used, or was cut off, is not reached.",
    why="The way back begins at the loss and goes where the graph goes.",
)
def not_reached(learner: Learner) -> None:
    expect.equal(
        words(learner, "beside", "cut", "constant"),
        ["not reached"] * 3,
        known=(
            expect.Known(
                ["arrives"] * 3,
                "A leaf that requires a gradient gets one only if the loss depends on it.",
                tag="requires-grad-is-enough",
            ),
            expect.Known(
                ["arrives", "arrives", "not reached"],
                "That the loss has a graph is not enough: the way back has to lead to *this* "
                "tensor. Ask for its slope, and see whether there is one: "
                "`torch.autograd.grad` returns a tuple, with a None *in* it.",
                tag="requires-grad-is-enough",
            ),
        ),
    )
