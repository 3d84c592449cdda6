"""Checks of `normalise`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect

CLOSE = 2e-3
"""The deviation may be that of the sample or of the population: at 1000 rows 0.05 % apart."""


def drawn(rows: int) -> tuple[Tensor, Tensor]:
    """Training rows (1000, k) of very different columns, and new ones from elsewhere (rows, k)."""
    k = random.randint(3, 6)
    centre, spread = 10 * torch.randn(k), 10 ** torch.linspace(-1, 3, k)
    train = centre + spread * torch.randn(1000, k)
    return train, centre + spread * (2 + torch.rand(rows, k))


def scaled(new: Tensor, figures: Tensor) -> Tensor:
    """`new` on the scale of the rows `figures`."""
    return (new - figures.mean(0)) / figures.std(0)


@check(
    "New rows are scaled by the figures of the training rows, column by column.",
    why="The same measurement has to mean the same as in training.",
)
def by_training(learner: Learner) -> None:
    train, new = drawn(random.randint(200, 400))
    expect.close(
        learner.call("normalise", train, new),
        scaled(new, train),
        rtol=CLOSE,
        atol=CLOSE,
        known=(
            expect.Known(
                (new - train.mean()) / train.std(),
                "One mean and one deviation for all columns: the wide one is as much wider as it "
                "was. Which dimension has to disappear?",
                tag="one-figure-scales-all",
            ),
            expect.Known(
                (new - new.mean()) / new.std(),
                "One mean and one deviation for all columns, and those of the new rows. Both come "
                "from `train`, a pair for each column.",
                tag="one-figure-scales-all",
            ),
            expect.Known(
                scaled(new, new),
                "These are the figures of the new rows. What they have in common is gone now; use "
                "those of the training rows.",
                tag="each-split-its-own-figures",
            ),
            expect.Known(
                scaled(new, torch.cat([train, new])),
                "The new rows have a say in the figures. When the model is trained nobody "
                "knows them.",
                tag="each-split-its-own-figures",
            ),
            expect.Known(
                (new - train.amin(0)) / (train.amax(0) - train.amin(0)),
                "That is min-max scaling. Asked for are mean 0 and deviation 1.",
            ),
        ),
    )


@check("A single new row is scaled like any other.", why="Models are asked about one bottle, too.")
def single(learner: Learner) -> None:
    train, new = drawn(1)
    expect.close(learner.call("normalise", train, new), scaled(new, train), rtol=CLOSE, atol=CLOSE)


@check(
    "A column that never changes in training is only centred.",
    why="Dividing by a deviation of 0 gives infinity or NaN.",
)
def constant(learner: Learner) -> None:
    train, new = drawn(5)
    stuck = random.randrange(train.shape[1])
    train[:, stuck] = random.randint(1, 9)
    expected = scaled(new, train)
    expected[:, stuck] = new[:, stuck] - train[0, stuck]
    got = learner.call("normalise", train, new)
    if isinstance(got, Tensor) and not got.isfinite().all():
        expect.fail(
            "There is infinity or NaN where a training column never changes: its deviation is 0. "
            "By what could you divide instead, so that it is only centred?"
        )
    if isinstance(got, Tensor) and got.shape == expected.shape and got.abs().max() > 1e5:
        expect.fail(
            "Where a training column never changes, the numbers have become huge: divided by next "
            "to nothing. To be only centred it has to be divided by 1."
        )
    expect.close(got, expected, rtol=CLOSE, atol=CLOSE)
