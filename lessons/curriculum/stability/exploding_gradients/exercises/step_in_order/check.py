"""Checks of the step with a clip."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lessons.checking import Learner, check, expect

LR, LIMIT = 0.5, 0.1


def stage() -> tuple[Tensor, Tensor, Tensor]:
    """Weights of a linear model, images, digits: a gradient well above the limit."""
    return torch.randn(3, 6), 3 * torch.randn(8, 6), torch.randint(3, (8,))


def gradient(weight: Tensor, images: Tensor, digits: Tensor) -> Tensor:
    """Of the loss, at these weights."""
    leaf = weight.clone().requires_grad_()
    cross_entropy(images @ leaf.T, digits).backward()
    return _gradient_of(leaf)


def clipped(gradient: Tensor) -> Tensor:
    factor: float = min(1.0, LIMIT / gradient.norm().item())
    return factor * gradient


@check(
    "One step moves the weights along the clipped gradient.",
    why="A clip acts on the new gradient, before the optimiser uses it. There is one place for it.",
)
def one_step(learner: Learner) -> None:
    weight, images, digits = stage()
    after = _steps(learner, weight, [(images, digits)])
    g = gradient(weight, images, digits)
    expect.close(
        after["weights"],
        [weight - LR * clipped(g)],
        rtol=1e-5,
        known=(
            expect.Known(
                [weight - LR * g],
                "The step has used the whole gradient. The clip came too early, when this gradient "
                "was not there yet, or too late, after the step.",
                tag="clip-order",
            ),
            expect.Known(
                [weight],
                "The weights have not moved: the optimiser finds no gradient. It has been "
                "forgotten again, or is not there yet, or the loss was cut off, and a flat loss "
                "has no slope.",
                tag="no-gradient-at-step",
            ),
            expect.Known(
                [weight - LR * clipped(_of_probabilities(weight, images, digits))],
                "`cross_entropy` takes the raw scores and does the softmax itself. Here softmax "
                "comes twice.",
                tag="softmax-twice",
            ),
        ),
    )


@check(
    "The second step knows nothing of the first one's gradient.",
    why="`backward()` adds to what is there. What is left over pulls every later step aside.",
)
def second_step(learner: Learner) -> None:
    weight, images, digits = stage()
    _, more, labels = stage()
    after = _steps(learner, weight, [(images, digits), (more, labels)])
    first = weight - LR * clipped(gradient(weight, images, digits))
    together = gradient(first, more, labels) + clipped(gradient(weight, images, digits))
    second = first - LR * clipped(gradient(first, more, labels))
    expect.close(
        after["weights"],
        [first, second],
        rtol=1e-5,
        known=(
            expect.Known(
                [first, first - LR * clipped(together)],
                "The second step still carries the gradient of the first one. Nothing forgets it.",
                tag="gradients-replace",
            ),
        ),
    )


@check(
    "It gives back the norm before the clip.",
    why="That is the curve to plot: where it is above the limit, the clip has acted.",
)
def norm(learner: Learner) -> None:
    weight, images, digits = stage()
    after = _steps(learner, weight, [(images, digits)])
    expect.close(after["norms"], [gradient(weight, images, digits).norm().item()])


def _gradient_of(leaf: Tensor) -> Tensor:
    assert leaf.grad is not None
    return leaf.grad


def _steps(learner: Learner, weight: Tensor, batches: list[tuple[Tensor, Tensor]]) -> Any:
    return learner.stage("stepped", weight, batches, LR, LIMIT)


def _of_probabilities(weight: Tensor, images: Tensor, digits: Tensor) -> Tensor:
    leaf = weight.clone().requires_grad_()
    cross_entropy((images @ leaf.T).softmax(dim=1), digits).backward()
    return _gradient_of(leaf)
