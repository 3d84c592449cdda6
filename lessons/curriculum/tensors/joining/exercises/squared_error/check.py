"""Checks of `squared_error`."""

import random

import torch

from lessons.checking import Learner, check, expect


def drawn() -> tuple[torch.Tensor, torch.Tensor]:
    """Predictions and targets, both (N, 1)."""
    n = random.randint(3, 9)
    return torch.randn(n, 1), torch.randn(n, 1)


@check(
    "A target of the shape (N, 1) meets its own predictions.",
    why="That worked before, and has to work afterwards.",
)
def column(learner: Learner) -> None:
    prediction, target = drawn()
    everybody = prediction - target.squeeze(1)
    expect.close(
        learner.call("squared_error", prediction, target),
        (prediction - target).square().mean(),
        known=(
            expect.Known(
                everybody.square().mean(),
                "Every prediction met every target: right before you subtract, the two shapes "
                "differ, though this target came as a column like the prediction.",
                tag="flat-is-a-column",
            ),
            expect.Known(
                (prediction - target).square().sum(),
                "That is the sum. The mean stays the same size whatever N is.",
                tag="sum-for-mean",
            ),
        ),
    )


@check(
    "A target of the shape (N,) meets its own predictions.",
    why="Files and loaders hand out flat targets, and nobody is told.",
)
def flat(learner: Learner) -> None:
    prediction, target = drawn()
    everybody = prediction - target.squeeze(1)
    expect.close(
        learner.call("squared_error", prediction, target.squeeze(1)),
        (prediction - target).square().mean(),
        known=(
            expect.Known(
                everybody.square().mean(),
                "Every prediction met every target: a flat target is taken for a row, (1, N).",
                tag="flat-is-a-column",
            ),
        ),
    )


@check(
    "One sample is a batch too.",
    why="The last batch of an epoch may hold a single one.",
)
def single(learner: Learner) -> None:
    prediction, target = torch.randn(1, 1), torch.randn(1)
    for form in (target, target.unsqueeze(1)):
        got = learner.call("squared_error", prediction, form)
        expect.close(got, (prediction[0] - target).square().mean())
