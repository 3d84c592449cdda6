"""Checks of a network that reads more than 94 digits in 100."""

import random
from typing import Any

import torch
from torch import Tensor

from engine import data
from lessons.checking import Learner, check, expect

GOAL = 0.94


@check(
    "It gives back a network with ten scores for every image.",
    why="Whoever gets it only knows that: images in, scores out, the highest is the answer.",
)
def scores(learner: Learner) -> None:
    digits = data.digits()
    network = _trained(learner, random.randrange(10**6))
    first = _scored(network, digits.validation.inputs)
    expect.shape(
        first,
        (len(digits.validation), 10),
        known=(
            expect.Known(
                (len(digits.validation),),
                "That is one answer for each image. Give back the network that makes the scores.",
            ),
        ),
    )
    expect.close(
        _scored(network, digits.validation.inputs),
        first,
        message="Asked twice, it answers differently: it is still in training mode, where dropout "
        "draws lots. Call `eval()` before you hand it over.",
    )


@check(
    "With three seeds it reads more than 94 in 100 validation images on average.",
    why="One seed may be luck. These 359 images are none that it has learnt from.",
)
def reads(learner: Learner) -> None:
    validation = data.digits().validation
    answers = [
        _scored(_trained(learner, seed), validation.inputs)
        for seed in random.sample(range(10**6), 3)
    ]
    shares = [_share(scores, validation.targets) for scores in answers]
    mean = sum(shares) / 3
    figures = ", ".join(f"{100 * share:.1f}" for share in shares)
    expect.true(
        mean > GOAL or not all(map(_are_probabilities, answers)),
        f"It reads {figures} in 100. Its ten scores add up to 1, as probabilities do: the network "
        "ends in softmax, and `cross_entropy`, which takes raw scores, applies it once more.",
        tag="softmax-twice",
    )
    expect.above(
        mean, GOAL, what="mean share", message=f"It reads {figures} in 100. {_advice(mean)}"
    )


def _advice(share: float) -> str:
    if share < 0.3:
        return (
            "That is not far from chance. Look at what the loss does in the first steps. Too large "
            "a rate may have killed the hidden units, old gradients may never be forgotten, or "
            "nothing has been learnt."
        )
    if share < 0.9:
        return (
            "It has hardly begun, or its steps are too long. What does the loss of the first steps "
            "say: more epochs, a larger rate, or a smaller one?"
        )
    if share < 0.93:
        return "It learns, and is not done yet: more epochs, a larger rate, more hidden units."
    return "Close. What about more hidden units, a larger rate, momentum, or one that falls?"


def _trained(learner: Learner, seed: int) -> Any:
    train = data.digits().train
    return learner.call("train", train.inputs, train.targets, seed)


def _scored(network: Any, images: Tensor) -> Any:
    expect.true(callable(network), "It has to give back the network.")
    return network("__call__", images)


def _are_probabilities(scores: Tensor) -> bool:
    sums = scores.sum(dim=1)
    return bool((scores >= 0).all()) and torch.allclose(sums, torch.ones_like(sums), atol=1e-4)


def _share(scores: Any, digits: Tensor) -> float:
    expect.true(isinstance(scores, Tensor), "The network has to give back a tensor of scores.")
    return float((torch.argmax(scores, dim=1) == digits).float().mean())
