"""Checks of `step`."""

import random

import torch
from torch.nn.functional import cross_entropy, one_hot

from engine import data
from lessons.checking import Learner, check, expect


@check(
    "Weight and bias move against the slope of the mean loss.",
    why="The slopes are compared with those of autograd, which the next unit opens.",
)
def against_the_slope(learner: Learner) -> None:
    n, lr = random.randint(5, 9), random.uniform(0.2, 0.8)
    images, digits = torch.rand(n, 64), torch.randint(10, (n,))
    weight, bias = 0.1 * torch.randn(10, 64), 0.1 * torch.randn(10)
    scores = images @ weight.T + bias
    shares = scores.softmax(dim=1)
    error, bare = shares - one_hot(digits, 10), scores - one_hot(digits, 10)
    slopes = error.T @ images / n, error.mean(dim=0)
    got = learner.call("step", images, digits, weight, bias, lr)
    expect.kind(got, tuple, list, message="Give back two tensors: the new weight and the new bias.")
    expect.close(
        list(got),
        [weight - lr * slopes[0], bias - lr * slopes[1]],
        known=(
            expect.Known(
                [weight + lr * slopes[0], bias + lr * slopes[1]],
                "This walks uphill: the slope points to where the loss grows.",
                tag="gradient-sign",
            ),
            expect.Known(
                [weight - lr * n * slopes[0], bias - lr * n * slopes[1]],
                "The slopes of all samples are added up. The loss is a mean, so divide by N.",
                tag="sum-for-mean",
            ),
            expect.Known(
                [weight - lr * slopes[0], bias - lr * n * slopes[1]],
                "The weight is right. For the bias the slopes of all samples are added up; the "
                "loss is a mean, so divide by N here as well.",
                tag="sum-for-mean",
            ),
            expect.Known(
                [lr * slopes[0], lr * slopes[1]],
                "That is how far to go. Take it off the weight and the bias, and give those back.",
            ),
            expect.Known(
                [weight - slopes[0], bias - slopes[1]],
                "The slope is the step here. The rate `lr` says which part of it to go.",
                tag="ignores-the-rate",
            ),
            expect.Known(
                [weight - lr * slopes[0], bias],
                "The bias has not moved. Each of its ten numbers has a slope of its own: add up "
                "over the samples only. Over the digits too, the sum is always 0.",
                tag="forgets-biases",
            ),
            expect.Known(
                [weight - lr * bare.T @ images / n, bias - lr * bare.mean(dim=0)],
                "Those are scores less one-hot rows. P are the shares: the scores go through "
                "your `softmax` first.",
            ),
            expect.Known(
                [weight - lr * shares.T @ images / n, bias - lr * shares.mean(dim=0)],
                "Every score is pushed down by its share, and nothing pulls the right one up: "
                "take the one-hot rows off first.",
            ),
        ),
    )


@check(
    "Two hundred of these steps read more than 90 in 100 new digits.",
    why="That is what all of it was for.",
)
def reads(learner: Learner) -> None:
    digits = data.digits()
    after = learner.stage("trained", digits.train.inputs, digits.train.targets, 1.0, 200)
    images, right = digits.validation.inputs, digits.validation.targets
    scores = images @ after["weight"].T + after["bias"]
    share = (scores.argmax(dim=1) == right).float().mean()
    expect.above(share, 0.9, what="the share of digits that are read")
    expect.below(cross_entropy(scores, right), 0.6, what="the loss on new digits")
