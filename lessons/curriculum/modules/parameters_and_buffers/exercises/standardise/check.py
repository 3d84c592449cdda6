"""Checks of `Standardise`."""

import torch

from lessons.checking import Learner, check, expect


def drawn() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Mean and deviation of four columns, and a batch that has others."""
    return torch.randn(4) * 3, torch.rand(4) + 0.5, torch.randn(6, 4) * 2 + 1


@check(
    "It subtracts the mean it was given, and divides by the deviation.",
    why="In evaluation a single sample comes in: it has no mean of its own to go by.",
)
def standardises(learner: Learner) -> None:
    mean, deviation, x = drawn()
    used = learner.stage("used", mean, deviation, x)
    expect.close(
        used["made"],
        (x - mean) / deviation,
        atol=1e-5,
        known=(
            expect.Known(
                (x - x.mean(dim=0)) / x.std(dim=0),
                "These are the mean and the deviation of this batch. The layer is given those of "
                "the training data, and has to use them for every batch.",
                tag="statistics-of-the-batch",
            ),
            expect.Known(
                torch.nn.functional.batch_norm(x, None, None, training=True),
                "Batch normalisation takes the mean and the deviation of this batch. The layer is "
                "given those of the training data, and has to use them for every batch.",
                tag="statistics-of-the-batch",
            ),
            expect.Known((x - mean) * deviation, "The deviation divides, it does not multiply."),
            expect.Known(
                x - mean / deviation,
                "Only the mean is divided: a division comes before a subtraction. Put x − mean "
                "into brackets.",
            ),
        ),
    )


@check(
    "Nothing of it is learned.",
    why="The mean of the data is what it is. Descent has no business with it.",
)
def not_learned(learner: Learner) -> None:
    expect.true(
        learner.stage("used", *drawn())["learned"] == 0,
        "It lists parameters: the optimiser would move the mean and the deviation.",
        tag="constants-as-parameters",
    )


@check(
    "It follows the network: `.double()` reaches all it keeps.",
    why="`.to(device)` goes the same way. What stays behind fails there, far from here.",
)
def follows(learner: Learner) -> None:
    mean, deviation, _ = drawn()
    dtypes = learner.stage("moved", mean, deviation)
    expect.true(
        all(one == "torch.float64" for one in dtypes),
        "After `.double()` some of its tensors are still float32: a plain attribute is on no "
        "list, and is left behind.",
        tag="attribute-follows-the-module",
    )


@check(
    "Saved and loaded, it gives the same.",
    why="A network whose inputs are standardised in another way is another network.",
)
def saved(learner: Learner) -> None:
    mean, deviation, x = drawn()
    expect.close(
        learner.stage("loaded", mean, deviation, x),
        (x - mean) / deviation,
        atol=1e-5,
        known=(
            expect.Known(
                x,
                "A layer that was loaded from this one still has its own mean and deviation: "
                "`state_dict()` does not hold them.",
            ),
        ),
    )
