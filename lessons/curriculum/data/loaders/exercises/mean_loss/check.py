"""Checks of `mean_loss`."""

import random

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect

SIZE = 8


def drawn(samples: int) -> tuple[Tensor, Tensor]:
    """Answers and targets (n, 1), the last few of them far apart."""
    answers, targets = torch.randn(samples, 1), torch.randn(samples, 1)
    targets[-2:] += 5
    return answers, targets


@check("With batches of one size it is the mean.", why="Here every way of averaging agrees.")
def even(learner: Learner) -> None:
    answers, targets = drawn(SIZE * random.randint(2, 4))
    last = SIZE * _means(answers, targets)[-1].item() / len(targets)
    expect.close(
        learner.stage("measured", answers, targets, SIZE),
        float((answers - targets).square().mean()),
        known=(
            expect.Known(
                _means(answers, targets).sum().item() / len(targets),
                "What you add are means of batches. Divided by the samples, they come out too "
                "small by the size of a batch.",
                tag="sum-for-mean",
            ),
            expect.Known(
                SIZE * _means(answers, targets).mean().item(),
                "What you add are sums over samples now, and they are divided by the number of "
                "batches. How many samples were added?",
            ),
            expect.Known(
                last,
                "Only the last batch is in the sum: it begins at 0 again for each batch. Where "
                "does it have to begin?",
            ),
        ),
    )


@check(
    "With a small last batch it is still the mean over all samples.",
    why="Two hard samples at the end should weigh as much as any two others.",
)
def uneven(learner: Learner) -> None:
    full = random.randint(2, 4)
    answers, targets = drawn(SIZE * full + 2)
    means = _means(answers, targets)
    expect.close(
        learner.stage("measured", answers, targets, SIZE),
        float((answers - targets).square().mean()),
        known=(
            expect.Known(
                means.sum().item() / full,
                "Divided by the full batches: one more was added than was counted.",
                tag="floor-counts-batches",
            ),
            expect.Known(
                means.mean().item(),
                "That is the mean of the batches. The two samples of the last one count as much "
                "as eight others.",
                tag="mean-of-batch-means",
            ),
            expect.Known(
                SIZE * means.sum().item() / len(targets),
                "The last batch was counted as if it were full. How many samples are in it?",
                tag="batches-are-filled-up",
            ),
            expect.Known(
                means[:-1].mean().item(),
                "The samples of the last batch are missing. They count as well.",
                tag="drops-the-last-batch",
            ),
        ),
    )


def _means(answers: Tensor, targets: Tensor) -> Tensor:
    """The mean of each batch."""
    return torch.stack([part.mean() for part in (answers - targets).square().split(SIZE)])
