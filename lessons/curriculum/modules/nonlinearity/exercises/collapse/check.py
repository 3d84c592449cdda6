"""Checks of `collapse`."""

import random
from collections.abc import Sequence
from itertools import pairwise

import torch

from lessons.checking import Learner, LearnerError, check, expect

Layer = tuple[torch.Tensor, torch.Tensor]


def drawn(widths: Sequence[int]) -> list[Layer]:
    """A layer between each width and the following one."""
    return [(torch.randn(after, before), torch.randn(after)) for before, after in pairwise(widths)]


def applied(layers: list[Layer], x: torch.Tensor) -> torch.Tensor:
    """What comes out behind all of them."""
    for weight, bias in layers:
        x = x @ weight.T + bias
    return x


@check(
    "The weight is that of all the layers together.",
    why="What acts first stands next to x, so it stands last in the product.",
)
def weights(learner: Learner) -> None:
    for widths in ([4, 4, 4], random.sample(range(2, 8), 4)):
        layers = drawn(widths)
        reading = layers[0][0]
        product = layers[0][0]
        for weight, _ in layers[1:]:
            product = weight @ product
            fits = reading.shape[1] == weight.shape[0]
            reading = reading @ weight if fits else product
        try:
            got = learner.call("collapse", layers)
        except LearnerError as error:
            if "cannot be multiplied" in str(error):
                expect.fail(
                    f"The shapes do not fit: {error}. Which weight meets x first?",
                    tag="product-in-reading-order",
                )
            if "must match the size" in str(error):
                expect.fail(
                    f"Two tensors of other lengths meet in a sum: {error}. The bias of the first "
                    "layer is an input of the second one, and its weight comes before the sum.",
                    tag="biases-add-up",
                )
            if "size mismatch" in str(error):
                expect.fail(
                    f"A weight meets a bias of another length: {error}. The bias so far goes "
                    "through the weight of the following layer alone."
                )
            raise
        expect.true(
            isinstance(got, tuple | list) and len(got) == 2,
            "Two tensors are asked for, the weight and the bias.",
        )
        weight, _ = got
        expect.close(
            weight,
            product,
            atol=1e-4,
            known=(
                expect.Known(
                    layers[1][0] @ layers[0][0],
                    "That is the weight of the first two layers. There are three here, and there "
                    "may be any number.",
                ),
                expect.Known(
                    reading,
                    "The weights are multiplied in the order in which you read them. "
                    "W₂(W₁x) = (W₂W₁)x: the first layer stands on the right.",
                    tag="product-in-reading-order",
                ),
                expect.Known(
                    layers[1][0] * layers[0][0] if len(widths) == 3 else product,
                    "The weights are multiplied number by number. One layer behind the other is a "
                    "matrix product, `@`.",
                ),
                expect.Known(
                    product.T,
                    "That is the weight, transposed. A linear layer keeps it as (out, in): one "
                    "row for each unit that comes out.",
                ),
            ),
        )


@check(
    "So is the bias.",
    why="A bias of an early layer goes through all later weights.",
)
def biases(learner: Learner) -> None:
    for widths in ([3, 3, 3], random.sample(range(2, 8), 4)):
        layers = drawn(widths)
        _, bias = learner.call("collapse", layers)
        last = layers[-1][1]
        alike = [one for _, one in layers if one.shape == last.shape]
        expect.close(
            bias,
            applied(layers, torch.zeros(1, widths[0]))[0],
            atol=1e-4,
            known=(
                expect.Known(
                    last,
                    "This is the bias of the last layer. The earlier ones have gone into its "
                    "input, and come out multiplied by its weights.",
                    tag="last-bias-is-all",
                ),
                expect.Known(
                    torch.stack(alike).sum(dim=0),
                    "The biases are added up as they are. A bias of the first layer is an input "
                    "of the second one, which multiplies it by its weights.",
                    tag="biases-add-up",
                ),
            ),
        )


@check(
    "One layer stays as it is; five become one.",
    why="Nothing in it depends on how many there are.",
)
def any_number(learner: Learner) -> None:
    for widths in ([3, 2], [2, 5, 4, 3, 6, 2]):
        layers, x = drawn(widths), torch.randn(6, widths[0])
        weight, bias = learner.call("collapse", layers)
        expect.close(x @ weight.T + bias, applied(layers, x), atol=1e-3)
