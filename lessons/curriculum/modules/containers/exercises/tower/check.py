"""Checks of `Tower`."""

import random

import torch

from lessons.checking import Learner, check, expect


@check(
    "The network knows of every layer, and each is one of its own.",
    why="The optimiser trains what `parameters()` lists, and nothing else.",
)
def knows(learner: Learner) -> None:
    width, depth = random.randint(3, 8), random.randint(3, 6)
    known = learner.stage("known", width, depth)
    expect.true(
        known["agrees"],
        "Two calls with the same input give different answers: the layers are made anew in every "
        "call. Make them once, in `__init__`.",
        tag="made-in-forward",
    )
    one = width * width + width
    expect.equal(
        known["numbers"],
        depth * one,
        known=(
            expect.Known(
                0,
                "It knows of no layer at all. A module looks into modules, not into lists, "
                "tuples or dicts.",
                tag="list-is-registered",
            ),
            expect.Known(
                one,
                "It knows of one layer. `[layer] * depth` repeats the name, not the layer; and "
                "`self.layer = …` in a loop puts each new one in the place of the last.",
                tag="one-layer-many-times",
            ),
        ),
    )


@check(
    "It computes a chain of linear layers, with a tanh after each.",
    why="Mending the list must not change what the tower does.",
)
def climbs(learner: Learner) -> None:
    width, depth = random.randint(3, 6), random.randint(2, 4)
    x = torch.randn(5, width)
    weights = [torch.randn(width, width) for _ in range(depth)]
    biases = [torch.randn(width) for _ in range(depth)]
    right, straight, bare = x, x, x
    for weight, bias in zip(weights, biases, strict=True):
        bare = right @ weight.T + bias
        right = torch.tanh(bare)
        straight = straight @ weight.T + bias
    expect.close(
        learner.stage("climbed", x, weights, biases),
        right,
        atol=1e-4,
        known=(
            expect.Known(
                straight,
                "The tanh after each layer is gone. Without it the tower is one linear layer, "
                "however high.",
                tag="linear-layers-add-up",
            ),
            expect.Known(
                bare, "The highest layer has no tanh. There should be one after each layer."
            ),
            expect.Known(
                torch.tanh(straight),
                "There is one tanh, at the very top. Without one after each of them the layers "
                "below are a single linear layer.",
                tag="linear-layers-add-up",
            ),
        ),
    )
