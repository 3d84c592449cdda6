"""Checks of `descend`."""

import random

import torch

from lessons.checking import Learner, check, expect


def weights_and_gradients() -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """A matrix and a vector, of sizes that nobody can foresee."""
    rows, columns = random.randint(2, 5), random.randint(2, 5)
    shapes = ((rows, columns), (rows,))
    return [torch.randn(shape) for shape in shapes], [torch.randn(shape) for shape in shapes]


@check(
    "Every weight moves against its gradient.",
    why="The gradient points uphill, and its length says how steep it is there.",
)
def downhill(learner: Learner) -> None:
    starts, gradients = weights_and_gradients()
    lr = random.uniform(0.05, 0.3)
    pairs = list(zip(starts, gradients, strict=True))
    after = learner.stage("stepped", starts, gradients, lr)
    right = [w - lr * g for w, g in pairs]
    if _same(after["handed"], right) and _same(after["weights"], starts):
        expect.fail(
            "The list holds the right numbers now, but in new tensors. The model still has the old "
            "ones, unchanged. Change them in place: `-=`, `sub_`, `copy_`.",
            tag="new-tensor-is-not-the-weight",
        )
    expect.close(
        after["weights"],
        right,
        known=(
            expect.Known(
                [w + lr * g for w, g in pairs],
                "This walks uphill. The gradient points to where the loss grows.",
                tag="gradient-sign",
            ),
            expect.Known(
                [w - g for w, g in pairs],
                "The direction is right, but the rate is not used: every step is as long as the "
                "gradient itself.",
                tag="ignores-the-rate",
            ),
            expect.Known(
                [w - lr * g.sign() for w, g in pairs],
                "Every component moves equally far. Where it is steeper, the step is longer.",
                tag="step-ignores-slope",
            ),
            expect.Known(
                [w - lr * g / g.norm() for w, g in pairs],
                "Every step is as long as the rate, however steep it is. The rate is multiplied "
                "with the slope: where it is steeper, the step is longer.",
                tag="step-ignores-slope",
            ),
            expect.Known(
                [starts[0] - lr * gradients[0], starts[1]],
                "Only the first weight has moved. All of them take the step.",
            ),
            expect.Known(
                starts,
                "The weights are where they were. `w = w - …` only gives a new tensor the old "
                "name; change the tensor itself.",
                tag="new-tensor-is-not-the-weight",
            ),
        ),
    )


@check(
    "A weight without a gradient stays where it is.",
    why="Models have weights that a loss does not depend on: frozen layers, unused heads.",
)
def none_stays(learner: Learner) -> None:
    starts, gradients = weights_and_gradients()
    after = learner.stage("stepped", starts, [None, gradients[1]], 0.1)
    expect.close(
        after["weights"],
        [starts[0], starts[1] - 0.1 * gradients[1]],
        known=(
            expect.Known(
                starts,
                "The weight behind it has not moved either. Pass over the one without a gradient, "
                "and go on with the others.",
            ),
        ),
    )


@check(
    "The weights are still leaves, and no graph hangs on them.",
    why="An update is no part of the model. Recorded, each step drags all earlier ones along.",
)
def no_graph(learner: Learner) -> None:
    starts, gradients = weights_and_gradients()
    after = learner.stage("stepped", starts, gradients, 0.1)
    expect.true(
        all(after["leaves"]),
        "After the step a weight does not require a gradient any more, or was computed from "
        "others. Do the update where autograd does not look, and leave `requires_grad` as it is.",
        tag="update-is-recorded",
    )


@check(
    "Twenty steps down a bowl shrink each direction by its own factor.",
    why="On ½ c θ² the slope is c θ, so that every step multiplies θ by 1 − ηc.",
)
def bowl(learner: Learner) -> None:
    start, curvatures = torch.randn(2) + 3, torch.tensor([1.0, 0.1])
    places = learner.stage("walked", start, curvatures, 1.8, 20)
    factors = 1 - 1.8 * curvatures
    right = torch.stack([start * factors**step for step in range(1, 21)])
    expect.close(places, right, atol=1e-4)


def _same(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    return all(torch.allclose(a, b, atol=1e-6) for a, b in zip(one, other, strict=True))
