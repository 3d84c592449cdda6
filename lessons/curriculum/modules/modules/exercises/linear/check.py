"""Checks of `linear`."""

import random

import torch

from lessons.checking import Learner, check, expect


@check(
    "As many units as inputs: the numbers are right.",
    why="With a square weight nothing fails by its shape, so only the numbers can tell.",
)
def square(learner: Learner) -> None:
    size = random.randint(3, 6)
    x, weight, bias = torch.randn(7, size), torch.randn(size, size), torch.randn(size)
    got = learner.call("linear", x, weight, bias)
    if isinstance(got, torch.Tensor) and not torch.equal(
        got, learner.call("linear", x, weight, bias)
    ):
        expect.fail(
            "The same x gives other numbers each time. A new `nn.Linear` draws weights of its own; "
            "here the weight and the bias that are handed in have to be used."
        )
    expect.close(
        got,
        x @ weight.T + bias,
        atol=1e-5,
        known=(
            expect.Known(
                x @ weight + bias,
                "Here each output has read a column of the weight. A unit's weights stand in a "
                "row: the shape is (out, in).",
                tag="weight-is-in-by-out",
            ),
            expect.Known(
                x @ weight.T,
                "The weights are used, the bias is not: each unit adds a number of its own.",
                tag="forgets-biases",
            ),
        ),
    )


@check(
    "More units than inputs, or fewer.",
    why="(in,) becomes (out,) for every sample.",
)
def oblong(learner: Learner) -> None:
    inputs, outputs = random.sample(range(2, 9), 2)
    x, weight, bias = torch.randn(4, inputs), torch.randn(outputs, inputs), torch.randn(outputs)
    expect.close(learner.call("linear", x, weight, bias), x @ weight.T + bias, atol=1e-5)


@check(
    "Whatever stands before the last dimension passes through.",
    why="Rows of images, words of sentences: a linear layer takes any number of dimensions.",
)
def any_dimensions(learner: Learner) -> None:
    weight, bias = torch.randn(4, 3), torch.randn(4)
    for before in [(), (2, 5), (2, 1, 6)]:
        x = torch.randn(*before, 3)
        right = x @ weight.T + bias
        expect.close(
            learner.call("linear", x, weight, bias),
            right,
            atol=1e-5,
            known=(
                expect.Known(
                    right.reshape(-1, 4),
                    "The numbers are right, but the dimensions before the last one are gone: "
                    "they should come out as they went in.",
                    tag="linear-takes-two-dimensions",
                ),
            ),
        )
