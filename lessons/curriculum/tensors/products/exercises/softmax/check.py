"""Checks of `softmax`."""

import random

import torch

from lessons.checking import Learner, check, expect


def drawn(samples: int, classes: int) -> torch.Tensor:
    """Scores whose rows have very different sums."""
    return torch.randn(samples, classes) + torch.arange(samples).unsqueeze(1)


@check(
    "As many samples as classes: each score is divided by the sum of its own row.",
    why="In a square no shape complains, whatever is divided by what.",
)
def square(learner: Learner) -> None:
    n = random.randint(3, 6)
    scores = drawn(n, n)
    powers = scores.exp()
    expect.close(
        learner.call("softmax", scores),
        torch.softmax(scores, dim=1),
        known=(
            expect.Known(
                powers / powers.sum(dim=1),
                "Column j was divided by the sum of row j: a sum of shape (N,) is taken for a row.",
                tag="flat-is-a-column",
            ),
            expect.Known(
                torch.softmax(scores, dim=0),
                "The *columns* add up to 1 here. The classes of one sample stand in a row.",
                tag="softmax-over-samples",
            ),
            expect.Known(
                powers / powers.sum(),
                "All numbers together add up to 1 here. Each row should.",
                tag="no-dim-is-rows",
            ),
            expect.Known(
                scores / scores.sum(dim=1, keepdim=True),
                "The rows add up to 1, but scores may be negative. Take e to the score first.",
            ),
        ),
    )


@check(
    "Any number of samples and classes.",
    why="A batch of 32 and ten classes are no square.",
)
def oblong(learner: Learner) -> None:
    scores = drawn(random.randint(2, 4), random.randint(5, 8))
    expect.close(learner.call("softmax", scores), torch.softmax(scores, dim=1))
