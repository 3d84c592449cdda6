"""Checks of `loaders`."""

import random
from typing import Any

from lessons.checking import Learner, check, expect


def asked(learner: Learner) -> tuple[int, int, int, Any]:
    """Numbers of samples, the batch size, and two epochs of each loader."""
    size = random.randint(7, 12)
    train, validation = (size * random.randint(3, 5) + random.randint(1, 5) for _ in range(2))
    return train, validation, size, learner.stage("epochs", train, validation, size)


@check("Training meets every sample once an epoch.", why="That is what an epoch means.")
def complete(learner: Learner) -> None:
    train, validation, size, got = asked(learner)
    for epoch in got["train"]:
        numbers = sorted(number for batch in epoch for number in batch)
        if numbers == list(range(train // size * size)) or len(numbers) == train // size * size:
            expect.fail(
                "The last, smaller batch is missing. The task wants every sample in every epoch.",
                tag="drop-last-is-harmless",
            )
        if numbers == list(range(validation)) != list(range(train)):
            expect.fail(
                "These are the validation samples. The loader for training comes first, the one "
                "for measuring second."
            )
        expect.equal(numbers, list(range(train)), message="Some samples come twice or not at all.")
        of_size(epoch, size)


@check(
    "Training has a new order in every epoch.",
    why="In a stored order, neighbours share a batch each time; sorted data come class by class.",
)
def shuffled(learner: Learner) -> None:
    train, _, _, got = asked(learner)
    first, second = ([number for batch in epoch for number in batch] for epoch in got["train"])
    if first == list(range(train)):
        expect.fail(
            "The samples come as they are stored: the loader does not mix unless it is told to.",
            tag="shuffles-by-itself",
        )
    if first == second:
        expect.fail(
            "Mixed, but once for all: the second epoch has the same batches as the first.",
            tag="shuffled-once",
        )


@check(
    "Measuring meets every sample in the stored order.",
    why="Predictions are laid beside the data, and nobody is left out.",
)
def stored(learner: Learner) -> None:
    _, validation, size, got = asked(learner)
    for epoch in got["validation"]:
        numbers = [number for batch in epoch for number in batch]
        if sorted(numbers) == list(range(validation)) and numbers != sorted(numbers):
            expect.fail(
                "The validation samples are shuffled: prediction 5 no longer belongs to sample 5.",
                tag="shuffles-everything",
            )
        expect.equal(
            numbers,
            list(range(validation)),
            known=(
                expect.Known(
                    list(range(validation // size * size)),
                    "The last batch is missing: these samples are never measured.",
                    tag="drop-last-is-harmless",
                ),
            ),
        )
        of_size(epoch, size)


def of_size(epoch: list[list[int]], size: int) -> None:
    """The batches hold as many samples as was asked for."""
    expect.equal(
        len(epoch[0]),
        size,
        known=(
            expect.Known(
                1,
                "Each batch holds a single sample, for a loader that is told no size takes 1. "
                "Hand `batch_size` on to both.",
            ),
        ),
        message="The batches have another size than `batch_size` says.",
    )
