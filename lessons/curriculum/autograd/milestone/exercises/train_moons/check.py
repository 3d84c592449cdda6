"""Checks of `step`: a whole training, on the learner's own engine."""

import random
from typing import Any

import torch

from engine import data
from lessons.checking import Learner, check, expect

Points = list[tuple[float, float]]
Start = tuple[list[list[float]], float, Points, list[float]]


def start(units: int = 3, points: int = 5) -> Start:
    """A net, and points with their targets."""
    made = [[random.gauss(0, 1) for _ in range(4)] for _ in range(units)]
    places = [(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(points)]
    targets = [random.choice((-1.0, 1.0)) for _ in range(points)]
    return made, random.gauss(0, 0.5), places, targets


def flat(units: list[list[float]], bias: float) -> list[float]:
    """All weights as one row."""
    return [*(number for unit in units for number in unit), bias]


def by_torch(
    begun: Start,
    lr: float,
    steps: int,
    *,
    forget: bool = True,
    total: bool = False,
    towards: float = 1.0,
    bent: bool = True,
) -> tuple[list[float], torch.Tensor]:
    """Losses, and all weights as one row; gradients pile up where it does not forget.

    `towards` and `bent` are for thoughts about the loss: the other class, and no tanh at its end.
    """
    units, bias, places, wanted = begun
    weights = torch.tensor(flat(units, bias), dtype=torch.float64, requires_grad=True)
    points, targets = torch.tensor(places).double(), torch.tensor(wanted).double()
    losses = []
    for _ in range(steps):
        if forget:
            weights.grad = None
        each = weights[:-1].view(-1, 4)
        hidden = torch.tanh(points @ each[:, :2].T + each[:, 2])
        scores = hidden @ each[:, 3] + weights[-1]
        errors = (torch.tanh(scores) if bent else scores) - towards * targets
        loss = errors.square().sum() if total else errors.square().mean()
        loss.backward()
        losses.append(loss.item())
        assert weights.grad is not None
        with torch.no_grad():
            weights -= lr * weights.grad
    return losses, weights.detach().float()


def row(after: dict[str, Any]) -> torch.Tensor:
    """All weights that came back."""
    return torch.tensor(flat(after["units"], after["bias"]))


@check("It returns the loss before the step.", why="That is what one watches.")
def loss(learner: Learner) -> None:
    begun = start()
    after = learner.stage("stepped", begun, 0.1, 1)
    if after["returns"] == "Value":
        expect.fail(
            "It returns a `Value`, and with it the whole graph. Return its `data`, a float."
        )
    (right,), _ = by_torch(begun, 0.1, 1)
    summed = expect.Known(
        [right * len(begun[2])],
        "That is the sum over all points. The mean is what the rate is meant for: multiply by "
        "`Value(1 / len(points))`.",
        tag="sum-for-mean",
    )
    (other,), _ = by_torch(begun, 0.1, 1, towards=-1.0)
    plus = expect.Known(
        [other],
        "That is the distance from the *other* class: the target is to be taken away. Add "
        "`Value(-target)`.",
    )
    (straight,), _ = by_torch(begun, 0.1, 1, bent=False)
    raw = expect.Known(
        [straight],
        "That compares the score itself with the target. It is tanh of the score that lies between "
        "−1 and 1.",
    )
    expect.close(
        after["losses"],
        [right],
        known=(summed, plus, raw),
        atol=1e-4,
        message="That is another loss. It is measured on all points with the weights as they were; "
        "only then does any of them move.",
    )


@check("Every weight moves against its gradient.", why="The bias of the net is one of them.")
def moves(learner: Learner) -> None:
    begun, lr = start(), random.uniform(0.1, 0.4)
    got = row(learner.stage("stepped", begun, lr, 1))
    before = torch.tensor(flat(begun[0], begun[1]))
    _, right = by_torch(begun, lr, 1)
    still = torch.cat([right[:-1], before[-1:]])
    known = (
        expect.Known(
            2 * before - right,
            "This walks uphill. A step goes against the gradient.",
            tag="gradient-sign",
        ),
        expect.Known(
            before,
            "Nothing has moved. Either the gradients were thrown away before the step, or the step "
            "changed something other than `data`.",
            tag="no-gradient-at-step",
        ),
        expect.Known(still, "All weights have moved but the last bias: `net.weights()` has it."),
    )
    expect.close(got, right, known=known, atol=1e-4)


@check(
    "The second step forgets the gradient of the first.",
    why="Your `backward()` adds, as PyTorch's does, and the weights stay the same objects.",
)
def forgets(learner: Learner) -> None:
    begun = start()
    got = row(learner.stage("stepped", begun, 0.2, 3))
    _, right = by_torch(begun, 0.2, 3)
    _, piled = by_torch(begun, 0.2, 3, forget=False)
    known = expect.Known(
        piled,
        "Gradients pile up: `backward()` adds to what stands there from the step before. Set every "
        "weight's `grad` to 0 first.",
        tag="gradients-replace",
    )
    expect.close(got, right, known=(known,), atol=1e-4)


@check(
    "In 100 steps it tells two moons apart.",
    why="24 points, 25 weights, and an engine of your own: nothing else is used.",
)
def moons(learner: Learner) -> None:
    drawn = torch.Generator().manual_seed(3)
    units, train = torch.randn(6, 4, generator=drawn).tolist(), data.moons(n=32, noise=0.1).train
    points = [(x, y) for x, y in train.inputs.tolist()]
    targets = [2.0 * kind - 1 for kind in train.targets.tolist()]
    after = learner.stage("stepped", (units, 0.0, points, targets), 0.3, 100)
    expect.above(after["right"], 21, what="points on the right side, of 24,")
