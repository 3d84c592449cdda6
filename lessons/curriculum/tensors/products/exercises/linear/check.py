"""Checks of `linear`."""

import random

import torch
from torch.nn import functional

from lessons.checking import Learner, check, expect


@check(
    "Each output is a weighted sum of its sample's inputs, plus the bias of that output.",
    why="With equal sizes no mistake raises an error, so that only the numbers can tell.",
)
def square(learner: Learner) -> None:
    n = random.randint(3, 6)
    x, weight, bias = torch.randn(n, n), torch.randn(n, n), torch.randn(n)
    product = x @ weight.T
    expect.close(
        learner.call("linear", x, weight, bias),
        product + bias,
        known=(
            expect.Known(
                x @ weight + bias,
                "The weight was used as it lies. Its rows belong to the outputs, so that its "
                "axes have to be exchanged for the product.",
                tag="weight-as-it-is-read",
            ),
            expect.Known(
                product + bias.unsqueeze(1),
                "Each *sample* got a bias of its own. It belongs to the outputs: one number for "
                "each column.",
                tag="bias-per-sample",
            ),
            expect.Known(product, "The product is right. The bias is missing."),
            expect.Known(
                weight @ x.T + bias,
                "Samples and outputs have changed places: this is (outputs, N).",
                tag="weight-as-it-is-read",
            ),
            expect.Known(
                x * weight + bias,
                "`*` multiplies number by number and adds nothing up. `@` is the matrix product.",
                tag="matmul-is-elementwise",
            ),
        ),
    )


@check(
    "It takes batches and layers of any size.",
    why="N, inputs and outputs are three different numbers in real life.",
)
def oblong(learner: Learner) -> None:
    n, inputs, outputs = random.randint(2, 4), random.randint(5, 7), random.randint(8, 9)
    x, weight, bias = torch.randn(n, inputs), torch.randn(outputs, inputs), torch.randn(outputs)
    right = functional.linear(x, weight, bias)
    expect.close(learner.call("linear", x, weight, bias), right)
