"""Checks of `split_heads`."""

import random

import torch

from lessons.checking import Learner, check, expect


def slips(x: torch.Tensor, heads: int) -> tuple[expect.Known, ...]:
    """Wrong cuts that are known, and what leads to them."""
    batch, places, width = x.shape
    return (
        expect.Known(
            x.view(batch, heads, places, width // heads),
            "The shape is right, and the places are mixed: `view` cut the whole row of places and "
            "features into parts. Cut the features only, then exchange two axes.",
            tag="permute-is-view",
        ),
        expect.Known(
            x.view(batch, places, heads, width // heads),
            "Well cut. Now the places stand before the heads: (B, T, heads, W / heads). Exchange "
            "these two axes.",
        ),
        expect.Known(
            x.view(batch, places, width // heads, heads).permute(0, 3, 1, 2),
            "The features were dealt out like cards, one to each head in turn. Head 0 is to have "
            "the first W / heads of them, side by side.",
            tag="heads-take-turns",
        ),
        expect.Known(
            x.transpose(1, 2).reshape(batch, heads, places, width // heads),
            "The shape is right, and the numbers are mixed. After `transpose` the features come "
            "first, and `reshape` cuts them as they lie. Cut first, exchange afterwards.",
            tag="permute-is-view",
        ),
    )


@check(
    "Each head has its own features of every place.",
    why="A head that holds features of other places sees what it must not see.",
)
def cut(learner: Learner) -> None:
    heads, each = random.choice((2, 4)), random.randint(2, 5)
    x = torch.randn(random.randint(2, 4), random.choice((3, 6, 8)), heads * each)
    right = torch.stack(x.split(each, dim=2), dim=1)
    expect.close(learner.call("split_heads", x, heads), right, known=slips(x, heads))


@check(
    "As many places as heads are no special case.",
    why="There (B, T, heads, …) and (B, heads, T, …) have the same shape.",
)
def square(learner: Learner) -> None:
    heads = random.randint(2, 4)
    x = torch.randn(2, heads, heads * 3)
    right = torch.stack(x.split(3, dim=2), dim=1)
    expect.close(learner.call("split_heads", x, heads), right, known=slips(x, heads))


@check(
    "It works on a tensor that is not contiguous.",
    why="Features often come out of another transpose.",
)
def strided(learner: Learner) -> None:
    x = torch.randn(8, 5, 2).permute(2, 1, 0)
    right = torch.stack(x.split(4, dim=2), dim=1)
    expect.close(learner.call("split_heads", x, 2), right)
