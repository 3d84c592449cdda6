"""Checks of a network that reads more than 97 digits in 100."""

import random
from typing import Any

import torch
from torch import Tensor

from engine import data
from lessons.checking import Learner, check, expect

GOAL = 0.97
Networks = list[Any]


@check(
    "It gives back a network with ten scores for every image, in evaluation mode.",
    why="Whoever gets it only knows that: images in, scores out, the highest is the answer.",
)
def scores(learner: Learner) -> None:
    digits = data.digits(flat=False)
    network = _trained(learner, few=96)
    first = _scored(network, digits.validation.inputs)
    expect.shape(first, (len(digits.validation), 10))
    expect.true(
        torch.equal(_scored(network, digits.validation.inputs), first),
        "Asked twice, it answers differently: it is still in training mode. Call `eval()` before "
        "you hand it over.",
        tag="measures-in-training-mode",
    )


@check(
    "With two seeds it reads more than 97 in 100 validation images on average.",
    why="One seed may be luck. These 359 images are none that it has learnt from.",
)
def reads(learner: Learner) -> None:
    validation = data.digits(flat=False).validation
    networks = [_trained(learner) for _ in range(2)]
    shares = [_share(_scored(each, validation.inputs), validation.targets) for each in networks]
    mean = sum(shares) / len(shares)
    figures = " and ".join(f"{100 * share:.1f}" for share in shares)
    advice, tag = _advice(mean)
    expect.true(mean > GOAL, f"It reads {figures} in 100. {advice}", tag=tag)


def _advice(share: float) -> tuple[str, str]:
    if share < 0.3:
        return "That is not far from chance: nothing has been learnt yet.", ""
    if share < 0.9:
        return (
            "It has hardly begun, or its steps are too long. What does the loss of the first steps "
            "say: a larger rate, a smaller one, or more epochs?",
            "",
        )
    if share < 0.95:
        return (
            "That is about what this kind of network has to give. Which one read more in the lab?",
            "more-epochs-are-enough",
        )
    return "Close. A few more epochs, more channels, another rate?", ""


def _trained(learner: Learner, few: int = 1078) -> Any:
    train = data.digits(flat=False).train
    seed = random.randrange(10**6)
    return learner.call("reader", train.inputs[:few], train.targets[:few], seed)


def _scored(network: Any, images: Tensor) -> Any:
    expect.true(callable(network), "It has to give back the network.")
    return network("__call__", images)


def _share(scores: Any, digits: Tensor) -> float:
    expect.true(isinstance(scores, Tensor), "The network has to give back a tensor of scores.")
    return float((torch.argmax(scores, dim=1) == digits).float().mean())
