"""Checks of a model that has to work on every device."""

import random

import torch

from lessons.checking import Learner, check, expect


@check("On the CPU it gives the scores it gave before.", why="Mending must not break what worked.")
def on_the_cpu(learner: Learner) -> None:
    n, inputs, outputs = random.sample(range(2, 9), 3)
    weight, x = torch.randn(outputs, inputs + 1), torch.randn(n, inputs)
    got = learner.stage("scored", weight, x)
    without = x @ weight[:, :-1].T
    expect.close(
        got,
        without + weight[:, -1],
        atol=1e-5,
        known=(expect.Known(without, "The ones are gone: there are zeros, or no column."),),
    )


@check(
    "Moved to another device, it works there and its scores stay there.",
    why="A model has to run where it is put. “meta” stands here for every other device.",
)
def elsewhere(learner: Learner) -> None:
    n, inputs, outputs = random.sample(range(2, 9), 3)
    after = learner.stage("moved", "meta", n, inputs, outputs)
    error = after["error"]
    if "Cannot copy out of meta" in error:
        expect.fail(
            "This brings the input back to the CPU. The model's weights are on the other device: "
            "whatever `forward` makes has to go there, too.",
            tag="cpu-is-home",
        )
    if "expected device" in error:
        expect.fail(
            f"{error} One tensor in `forward` is still on the CPU. Nobody moves what is made on "
            "the way; it has to be made in the right place. (`.to` moves nothing either: it gives "
            "a new tensor, and the old one stays.)",
            tag="model-move-moves-all",
        )
    expect.true(not error, f"Is a device written down by name? Ask `x` where it is. ({error})")
    expect.equal(after["shape"], [n, outputs])
    expect.true(after["device"] == "meta", "The scores are on another device than the input.")
