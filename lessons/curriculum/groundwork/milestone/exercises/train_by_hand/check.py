"""Checks of a training loop around the learner's own network."""

import random
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from engine import data
from lessons.checking import Learner, check, expect

Parameters = list[Tensor]
Batch = tuple[Tensor, Tensor]
CLOSE = 1e-4


@check(
    "One step moves every parameter against its slope.",
    why="Downhill is minus the slope, and the rate says how far.",
)
def one_step(learner: Learner) -> None:
    batch = _some_points()
    lr, seed = random.uniform(0.1, 0.5), random.randrange(10**6)
    start, after = (_parameters(learner, batch, lr, steps, seed) for steps in (0, 1))
    slopes = _slopes(start, batch)
    right = _moved(start, slopes, -lr)
    _expect_parameters(
        after,
        right,
        known=(
            expect.Known(
                start,
                "After a step the parameters are where they were. Is it `net.w1` and the others "
                "that you change, or only a name of your own?",
            ),
            expect.Known(
                _moved(start, slopes, lr),
                "This walks uphill: the slope says where the loss grows.",
                tag="gradient-sign",
            ),
            expect.Known(
                _moved(start, slopes, -1.0),
                "The rate is not used: every step is as long as the slope.",
                tag="ignores-the-rate",
            ),
            expect.Known(
                [right[0], start[1], right[2], start[3]],
                "The weights have moved, the biases have not. They are parameters, too.",
                tag="forgets-biases",
            ),
            expect.Known(
                [*start[:2], *right[2:]],
                "The second layer has moved, the first has not. It has parameters, too.",
            ),
        ),
    )


@check(
    "Three steps are three rounds: answer, slopes, step.",
    why="After a step the slopes are others, and so are the answers they come from.",
)
def three_steps(learner: Learner) -> None:
    batch = _some_points()
    lr, seed = random.uniform(0.1, 0.5), random.randrange(10**6)
    start, after = (_parameters(learner, batch, lr, steps, seed) for steps in (0, 3))
    right = start
    for _ in range(3):
        right = _moved(right, _slopes(right, batch), -lr)
    once = _moved(start, _slopes(start, batch), -lr)
    stale = _moved(start, _slopes(start, batch), -3 * lr)
    _expect_parameters(
        after,
        right,
        known=(
            expect.Known(once, "However many steps are asked for, it takes one."),
            expect.Known(
                stale,
                "All three steps use the slopes of the first. Answer again and find them again, "
                "inside the loop.",
                tag="slopes-stay-the-same",
            ),
            expect.Known(
                _answered_once(start, batch, lr, steps=3),
                "The answers of the first step are used in all three. `forward` belongs inside the "
                "loop as well.",
                tag="slopes-stay-the-same",
            ),
        ),
    )


@check(
    "After 300 steps it is right on 97 of 100 points that it has not seen.",
    why="That is what a network is for.",
)
def reads_the_moons(learner: Learner) -> None:
    moons = data.moons(noise=0.1)
    share = 0.0
    for _ in range(2):  # of a thousand starts, three end badly: a second one makes it a millionth
        got = learner.stage(
            "answers",
            moons.train.inputs,
            moons.train.targets,
            moons.validation.inputs,
            random.randrange(10**6),
        )
        share = max(share, float((got == moons.validation.targets).float().mean()))
        if share > 0.965:
            break
    expect.above(share, 0.965, what="share of new points that are right")


def _some_points() -> Batch:
    n = random.randint(8, 12)
    return torch.randn(n, 2), torch.arange(n) % 2


def _parameters(learner: Learner, batch: Batch, lr: float, steps: int, seed: int) -> Parameters:
    found: Parameters | None = learner.stage("parameters", list(batch), lr, steps, seed)
    if found is None:
        expect.fail(
            f"Asked for {steps} steps, `train` gives nothing back. `return net` belongs behind the "
            "loop."
        )
    expect.true(
        bool(found),
        f"Asked for {steps} steps, `train` has no network to give back. Make it once, before the "
        "loop: a new one in every round forgets what the last has learned.",
    )
    return found


def _expect_parameters(got: Parameters, right: Parameters, known: tuple[expect.Known, ...]) -> None:
    """Compare all four at once with what is known, then one by one."""
    if _alike(got, right):
        return
    for wrong in known:
        if _alike(got, wrong.value):
            expect.fail(wrong.message, tag=wrong.tag)
    for name, mine, asked in zip(("w1", "b1", "w2", "b2"), got, right, strict=True):
        message = f"`net.{name}` is not where its slope and the rate should bring it."
        expect.close(mine, asked, atol=CLOSE, message=message)


def _alike(one: Parameters, other: Any) -> bool:
    pairs = zip(one, other, strict=True)
    return all(a.shape == b.shape and torch.allclose(a, b, atol=CLOSE) for a, b in pairs)


def _slopes(parameters: Parameters, batch: Batch) -> Parameters:
    """What autograd says."""
    points, kinds = batch
    w1, b1, w2, b2 = leaves = [parameter.clone().requires_grad_() for parameter in parameters]
    scores = (points @ w1 + b1).clamp(min=0) @ w2 + b2
    return list(torch.autograd.grad(cross_entropy(scores, kinds), leaves))


def _answered_once(parameters: Parameters, batch: Batch, lr: float, steps: int) -> Parameters:
    """Where steps lead that all go back through the first answers."""
    points, kinds = batch
    w1, b1, w2, b2 = parameters
    hidden = (points @ w1 + b1).clamp(min=0)
    slope = (hidden @ w2 + b2).softmax(dim=1) - torch.eye(2)[kinds]
    slope = slope / len(kinds)
    for _ in range(steps):
        below = (slope @ parameters[2].T) * (hidden > 0)
        slopes = [points.T @ below, below.sum(dim=0), hidden.T @ slope, slope.sum(dim=0)]
        parameters = _moved(parameters, slopes, -lr)
    return parameters


def _moved(parameters: Parameters, slopes: Parameters, by: float) -> Parameters:
    return [p + by * slope for p, slope in zip(parameters, slopes, strict=True)]
