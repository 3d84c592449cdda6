"""Checks of `cross_entropy`."""

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from lessons.checking import Learner, check, expect


def task(largest: float = 3.0) -> tuple[Tensor, Tensor]:
    """Scores of up to about that size, and right classes."""
    samples, classes = random.randint(5, 9), random.randint(3, 5)
    targets = torch.randint(classes, (samples,))
    return largest * torch.randn(samples, classes), targets


@check(
    "It is the mean of ln Σ e^z − z(y).",
    why="That is −ln of the probability that softmax gives to the truth.",
)
def ordinary(learner: Learner) -> None:
    scores, targets = task()
    right = F.cross_entropy(scores, targets)
    got = learner.call("cross_entropy", scores, targets)
    expect.close(
        got,
        right,
        known=(
            expect.Known(
                F.cross_entropy(scores.softmax(dim=1), targets),
                "Softmax has been applied twice: ln Σ e^z does it already.",
                tag="softmax-twice",
            ),
            expect.Known(
                F.nll_loss(scores.softmax(dim=1), targets),
                "That is minus the probability of the truth. Its logarithm is missing.",
                tag="nll-takes-the-logarithm",
            ),
            expect.Known(
                F.cross_entropy(scores, targets, reduction="sum"),
                "That is the sum over the batch. Take the mean.",
                tag="sum-for-mean",
            ),
            expect.Known(
                F.cross_entropy(scores, scores.argmax(dim=1)),
                "You take the highest score of each row. The loss asks for the score of the "
                "*right* class, which `targets` names.",
                tag="highest-for-right",
            ),
            expect.Known(
                -scores.softmax(dim=1)[range(len(targets)), targets].mean().log(),
                "You took the mean of the probabilities, and its logarithm. Each row has a loss of "
                "its own, and the mean is taken of the losses.",
            ),
            expect.Known(
                scores.logsumexp(dim=1) - scores[range(len(targets)), targets],
                "These are the losses of the single rows. What is asked for is their mean.",
            ),
            expect.Known(-right, "The sign is turned: that is the mean logarithm of p(y)."),
            expect.Known(
                (scores.logsumexp(dim=1) - scores[:, targets]).mean(),
                "`scores[:, targets]` takes these columns of *every* row, (N, N) numbers. Each row "
                "needs a column of its own: name the row as well.",
            ),
            expect.Known(
                right - scores.amax(dim=1).mean(),
                "The largest score was taken out of the sum, and not added again.",
            ),
            expect.Known(
                (
                    torch.logsumexp(scores.flatten(), 0) - scores[range(len(targets)), targets]
                ).mean(),
                "The sum goes over the whole batch. Every row has a sum of its own: `dim=1`.",
            ),
            expect.Known(
                scores.logsumexp(dim=0).mean() - scores[range(len(targets)), targets].mean(),
                "The sum goes down the columns, over samples. Every row has a sum of its own: "
                "`dim=1`.",
            ),
        ),
    )


@check(
    "Scores of thousands give a loss, too.",
    why="In float32 e^89 is infinite; with the largest score taken out, no exponent is above 0.",
)
def large(learner: Learner) -> None:
    scores, targets = task(4000.0)
    got = torch.as_tensor(learner.call("cross_entropy", scores, targets))
    expect.true(
        got.shape == () and torch.allclose(got, F.cross_entropy(scores, targets)),
        "It is right for ordinary scores, and wrong for those of thousands: e^z overflows, or a "
        "probability has been rounded to 0 before its logarithm was taken.",
        tag="exp-never-overflows",
    )


@check(
    "The gradient of each score is its probability, less 1 at the truth, over N.",
    why="That is all that the network ever hears of the loss.",
)
def gradient(learner: Learner) -> None:
    for largest in (1.0, 1000.0):
        scores, targets = task(largest)
        found = learner.stage("slope", scores, targets)
        expect.true(
            found is not None,
            "No gradient comes back. Was a number taken out of the graph, by `.item()`?",
        )
        right = (scores.softmax(dim=1) - F.one_hot(targets, scores.shape[1])) / len(scores)
        expect.close(
            found, right, atol=1e-4
        )  # scores of a thousand carry few digits behind the point
