"""Checks of `train`."""

import random
from typing import Any

import torch

from lessons.checking import Learner, check, expect


def run(learner: Learner) -> tuple[int, int, dict[str, Any]]:
    """Epochs and batches that were asked for, and what came of them."""
    epochs, count = random.randint(3, 4), random.randint(2, 3)
    batches = [(torch.randn(6, 5), torch.randint(3, (6,))) for _ in range(count)]
    validation = torch.randn(40, 5), torch.randint(3, (40,))
    return epochs, count, learner.stage("ran", batches, validation, epochs)


@check(
    "Every batch of every epoch is trained on in train mode.",
    why="Dropout has to drop, and batch normalisation has to go on counting, until the end.",
)
def trains(learner: Learner) -> None:
    epochs, count, seen = run(learner)
    if any(seen["flags"]) and not any(seen["training"]):
        expect.fail(
            "The network calls itself in train mode, and its layers are in eval mode. `training` "
            "is a flag of one module; `train()` sets it in all of them.",
            tag="flag-is-the-mode",
        )
    once = [True] * count + [False] * count * (epochs - 1)
    expect.equal(
        seen["training"],
        [True] * (count * epochs),
        known=(
            expect.Known(
                once,
                "The first epoch is trained in train mode, all others in eval mode: the "
                "measurement after the first one left it on.",
                tag="train-mode-once",
            ),
            expect.Known(
                [False] * (count * epochs),
                "The layers are in eval mode in every step. `loss.backward()` does not ask for "
                "the mode; dropout and batch normalisation do.",
            ),
        ),
        message="Some batches are trained on in eval mode. Below, each batch has an entry, in its "
        "order, and True stands for train mode.",
    )


@check(
    "Every measurement is made in eval mode.",
    why="It is to tell how good the network is, and not one with half its units dropped.",
)
def measures(learner: Learner) -> None:
    epochs, _, seen = run(learner)
    looks = len(seen["measured"])  # more than one an epoch, where it is done in parts
    expect.true(looks >= epochs, "Not every epoch is followed by a measurement.")
    expect.equal(
        seen["measured"],
        [False] * looks,
        known=(
            expect.Known(
                [True] * looks,
                "The validation images go through the network while it drops units.",
                tag="measures-in-training-mode",
            ),
        ),
    )


@check(
    "Measurements record no graph.",
    why="Nobody goes back through it, and it takes memory and time.",
)
def no_graph(learner: Learner) -> None:
    _, _, seen = run(learner)
    expect.true(
        not any(seen["recorded"]),
        "Autograd records the measurements. `eval()` speaks to layers, and not to autograd: that "
        "is what `torch.no_grad()` is for.",
        tag="measures-with-graph",
    )


@check("It trains, and returns one accuracy for each epoch.", why="That is what it is for.")
def returns(learner: Learner) -> None:
    epochs, _, seen = run(learner)
    expect.true(seen["moved"], "The weights are where they were.")
    expect.equal(
        len(seen["returned"]),
        epochs,
        message=f"It was asked for {epochs} epochs, and returns another number of accuracies.",
    )
    expect.close(seen["returned"][-1], seen["last"], atol=1e-5)
