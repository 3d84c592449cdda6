"""Checks of `by_lot`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def labels() -> Tensor:
    """Labels of which some are more frequent than others, in a lasting order: (N,)."""
    counts = [random.randint(20, 60) for _ in range(random.randint(4, 7))]
    return torch.cat([torch.full((count,), name) for name, count in enumerate(counts)])


@check(
    "Each label is there as often as before.",
    why="Only what belongs to what is lost. A network that always says the commonest class does as "
    "well as ever.",
)
def same_counts(learner: Learner) -> None:
    given = labels()
    found = learner.call("by_lot", given)
    expect.true(
        isinstance(found, Tensor) and found.shape == given.shape,
        f"Give back one label for each of the {len(given)} images, as a tensor of that shape.",
    )
    expect.true(found.dtype == given.dtype, "Labels are whole numbers, and stay of their dtype.")
    # A class is known by its count where names were exchanged: 0 0 0 1 becomes 1 1 1 0.
    alike = all(len(set(found[given == name].tolist())) == 1 for name in given.unique())
    renamed = alike and not torch.equal(found, given)
    expect.true(
        not renamed,
        "The classes have other names, and all images of a kind still agree. That is as easy to "
        "learn as before.",
        tag="relabelling-is-noise",
    )
    if not torch.equal(found.bincount(minlength=9), given.bincount(minlength=9)):
        expect.true(
            False,
            "Some labels are rarer than they were, others more frequent. Do not draw labels: draw "
            "an order, and keep the labels.",
            tag="noise-is-uniform",
        )


@check("The order is drawn.", why="What follows a rule can be learnt.")
def drawn(learner: Learner) -> None:
    given = labels()
    found = learner.call("by_lot", given)
    expect.true(not torch.equal(found, given), "Every label is where it was.")
    moves = [given.roll(step) for step in range(1, len(given))]
    expect.true(
        not any(torch.equal(found, moved) for moved in moves),
        "The labels have only been moved on: neighbours are neighbours still.",
        tag="turning-is-shuffling",
    )
    again = learner.call("by_lot", given)
    expect.true(
        not torch.equal(found, again),
        "Two calls give the same order. Nothing is drawn anew.",
        tag="same-lot-every-time",
    )
    stayed = (found == given).float().mean().item()
    expect.true(stayed < 0.6, "Most labels are still where they were.")


@check("The tensor that was given stays as it is.", why="Its labels are the only true ones.")
def untouched(learner: Learner) -> None:
    expect.true(
        learner.stage("kept", labels()),
        "The labels that were given are in another order now: the true ones are lost.",
        tag="works-in-place",
    )
