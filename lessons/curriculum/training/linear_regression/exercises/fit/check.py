"""Checks of `fit`."""

import random
from collections.abc import Callable

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect

LR = 0.05
Slopes = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]


def points() -> tuple[Tensor, Tensor]:
    """Some points about a line that nobody has chosen."""
    x = 1 + torch.rand(random.randint(20, 40))
    return x, random.uniform(1, 3) * x + random.uniform(1, 2) + 0.1 * torch.randn(len(x))


def mean(error: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """The slopes of the mean squared error in w and in b."""
    return 2 * (error * x).mean(), 2 * error.mean()


def walked(x: Tensor, y: Tensor, steps: int, slopes: Slopes = mean, sign: int = -1) -> Tensor:
    """w and b after so many steps: (2,)."""
    w, b = torch.tensor(0.0), torch.tensor(0.0)
    for _ in range(steps):
        for_w, for_b = slopes(w * x + b - y, x)
        w, b = w + sign * LR * for_w, b + sign * LR * for_b
    return torch.stack([w, b])


def least_squares(x: Tensor, y: Tensor) -> Tensor:
    """w and b of the best line: (2,)."""
    columns = torch.stack([x, torch.ones_like(x)], dim=1)
    solution: Tensor = torch.linalg.lstsq(columns, y[:, None]).solution
    return solution[:, 0]


def one_by_one(x: Tensor, y: Tensor) -> Tensor:
    """One step of w, and then one of b that sees the new w."""
    w = -LR * mean(-y, x)[0]
    return torch.stack([w, -LR * mean(w * x - y, x)[1]])


def piled_up(x: Tensor, y: Tensor, steps: int) -> Tensor:
    """w and b after steps along the sum of all slopes so far."""
    theta, total = torch.zeros(2), torch.zeros(2)
    for _ in range(steps):
        total = total + torch.stack(mean(theta[0] * x + theta[1] - y, x))
        theta = theta - LR * total
    return theta


def point_by_point(x: Tensor, y: Tensor) -> Tensor:
    """w and b after one pass in which every point makes a step of its own."""
    theta = torch.zeros(2)
    for place in range(len(x)):
        error = theta[0] * x[place] + theta[1] - y[place]
        theta = theta - LR * 2 * error * torch.stack([x[place], torch.tensor(1.0)])
    return theta


def fitted(learner: Learner, x: Tensor, y: Tensor, steps: int) -> Tensor:
    """What the learner's function gives back, as one tensor."""
    found = learner.call("fit", x, y, LR, steps)
    two = isinstance(found, list | tuple | Tensor) and len(found) == 2
    expect.true(two, "Give back two numbers, w and b.")
    return torch.tensor([float(number) for number in found])


@check(
    "One step goes against both slopes of the mean squared error.",
    why="A gradient is all slopes at one place; a step uses them together.",
)
def one_step(learner: Learner) -> None:
    x, y = points()
    known = (
        expect.Known(
            walked(x, y, 1, lambda error, x: (2 * (error * x).sum(), 2 * error.sum())),
            "The errors are summed. The loss is their mean, so that a step is equally long for "
            "every number of points.",
            tag="sum-for-mean",
        ),
        expect.Known(
            one_by_one(x, y),
            "b is moved by a slope that already sees the new w. Both slopes belong to the place "
            "where the step begins.",
            tag="moves-one-by-one",
        ),
        expect.Known(
            walked(x, y, 1, sign=1),
            "That climbs: the slope points to where the loss grows.",
            tag="gradient-sign",
        ),
        expect.Known(
            walked(x, y, 1, lambda error, _: (2 * error.mean(), 2 * error.mean())),
            "w has the slope of b. A change of w changes the error by x, so x is a factor.",
            tag="forgets-the-inner-slope",
        ),
        expect.Known(
            walked(x, y, 1, lambda error, x: ((error * x).mean(), error.mean())),
            "Half of the slope: a square has the slope 2 · error.",
            tag="forgets-the-two",
        ),
        expect.Known(
            walked(x, y, 1) / LR,
            "The rate is not used: each of the two moves by its slope times `lr`.",
            tag="ignores-the-rate",
        ),
        expect.Known(torch.zeros(2), "w and b have not moved.", tag="no-gradient-at-step"),
        expect.Known(walked(x, y, 1).flip(0), "These are b and w. Give back w first."),
        expect.Known(
            point_by_point(x, y),
            "Every point has made a step of its own. One step looks at all of them, and goes along "
            "the mean of their slopes.",
            tag="step-is-sample",
        ),
        expect.Known(
            least_squares(x, y),
            "That is the best line at once. Asked for is the way there: so many steps, and each "
            "as long as the rate says.",
        ),
    )
    expect.close(fitted(learner, x, y, 1), walked(x, y, 1), rtol=1e-4, known=known)


@check("It takes as many steps as it is told.", why="A fit is many small steps.")
def many_steps(learner: Learner) -> None:
    x, y = points()
    steps = random.randint(20, 60)
    known = (
        expect.Known(walked(x, y, 1), "Only one step was taken."),
        expect.Known(
            steps * walked(x, y, 1),
            "All steps use the error of the first. After a step the line is another one: measure "
            "again, inside the loop.",
            tag="slopes-stay-the-same",
        ),
        expect.Known(
            piled_up(x, y, steps),
            "The slopes of all steps add up: `backward()` adds to `.grad`, and nothing forgets.",
            tag="gradients-replace",
        ),
    )
    found = fitted(learner, x, y, steps)
    expect.close(found, walked(x, y, steps), rtol=1e-3, atol=1e-4, known=known)


@check("After many steps it is where least squares is.", why="A bowl has one lowest point.")
def arrives(learner: Learner) -> None:
    x, y = points()
    x = (x - x.mean()) / x.std()
    expect.close(fitted(learner, x, y, 400), least_squares(x, y), rtol=1e-3, atol=1e-3)
