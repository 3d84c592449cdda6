"""Checks of `clip_norm`."""

import random
from typing import Any

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def long_gradients() -> list[Tensor]:
    """A matrix, a vector and a single number, each of another length."""
    rows, columns = random.randint(2, 4), random.randint(2, 4)
    return [3 * torch.randn(rows, columns) + 1, 5 * torch.randn(rows) + 1, torch.tensor(7.0)]


def norm_of(gradients: list[Tensor]) -> float:
    return float(torch.cat([gradient.flatten() for gradient in gradients]).norm())


@check(
    "It gives back the norm of all gradients together, before the clip.",
    why="It is worth plotting: it shows when training is about to break, and each clip.",
)
def found(learner: Learner) -> None:
    gradients = long_gradients()
    norm, _ = learner.stage("clipped", gradients, 2.0)
    expect.close(
        _number(norm),
        norm_of(gradients),
        rtol=1e-4,
        known=(
            expect.Known(
                2.0,
                "That is the norm afterwards. What was found is worth knowing, not what is left.",
                tag="returns-clipped-norm",
            ),
            expect.Known(
                sum(gradient.norm().item() for gradient in gradients),
                "That adds the norms of the single tensors. The norm of all is the root of the sum "
                "of their squares.",
                tag="norm-is-sum",
            ),
            expect.Known(
                sum(gradient.abs().sum().item() for gradient in gradients),
                "That adds up sizes. The norm is the root of the sum of squares.",
                tag="norm-is-sum",
            ),
            expect.Known(
                norm_of(gradients) ** 2, "The root is missing: this is the sum of squares."
            ),
            expect.Known(2.0 / norm_of(gradients), "That is the factor.", tag="returns-factor"),
            expect.Known(
                max(gradient.norm().item() for gradient in gradients),
                "That is the longest of them. The norm goes over all components of all tensors.",
                tag="clip-per-tensor",
            ),
        ),
    )


@check(
    "Gradients that are too long are shortened to the limit, all by one factor.",
    why="One factor for all keeps the direction: the step is shorter and goes the same way.",
)
def shortened(learner: Learner) -> None:
    gradients, limit = long_gradients(), random.uniform(0.5, 3.0)
    _, after = learner.stage("clipped", gradients, limit)
    factor = limit / norm_of(gradients)
    expect.close(
        after,
        [factor * gradient for gradient in gradients],
        rtol=1e-3,
        known=(
            expect.Known(
                gradients,
                "They are as long as before. Change the tensors themselves: `mul_`, or `*=`; a new "
                "tensor does not reach the model.",
                tag="new-tensor-is-not-the-weight",
            ),
            expect.Known(
                [gradient * min(1.0, limit / gradient.norm().item()) for gradient in gradients],
                "Each tensor is clipped by itself here. That turns the gradient as a whole: the "
                "long layers are shortened, the short ones are not.",
                tag="clip-per-tensor",
            ),
            expect.Known(
                [gradient.clamp(-limit, limit) for gradient in gradients],
                "That is clipping by value, each component by itself. It turns the gradient.",
                tag="value-keeps-direction",
            ),
        ),
    )


@check(
    "Gradients within the limit stay exactly as they are.",
    why="A clip only shortens. One that also stretches makes every step equally long.",
)
def short(learner: Learner) -> None:
    gradients = [0.01 * gradient for gradient in long_gradients()]
    norm, after = learner.stage("clipped", gradients, 10.0)
    expect.close(
        after,
        gradients,
        rtol=1e-5,
        known=(
            expect.Known(
                [gradient * 10.0 / norm_of(gradients) for gradient in gradients],
                "A short gradient has been stretched to the limit. The factor is never above 1.",
                tag="clip-stretches",
            ),
        ),
    )
    expect.close(_number(norm), norm_of(gradients), rtol=1e-4)


@check(
    "A gradient of zeros stays one.",
    why="At a minimum, or behind dead units, its norm is 0, and nothing may be divided by that.",
)
def zeros(learner: Learner) -> None:
    gradients = [torch.zeros(3), torch.zeros(2, 2)]
    norm, after = learner.stage("clipped", gradients, 1.0)
    expect.close(after, gradients, message="0 / 0 is nan, and now the weights will be too.")
    expect.close(_number(norm), 0.0)


def _number(norm: Any) -> Any:
    return norm.item() if isinstance(norm, Tensor) and norm.numel() == 1 else norm
