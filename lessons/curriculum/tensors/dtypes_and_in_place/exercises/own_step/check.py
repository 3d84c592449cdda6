"""Checks of `fit`."""

import random

import torch

from lessons.checking import Learner, LearnerError, check, expect

STEPS = 4


def points() -> tuple[torch.Tensor, torch.Tensor]:
    """Points beside a line that nobody knows."""
    x = torch.randn(random.randint(20, 30))
    return x, random.uniform(1, 3) * x + random.uniform(-2, 2) + 0.1 * torch.randn(len(x))


def descended(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int, kept: str = ""
) -> list[torch.Tensor]:
    """The same by formula; the gradients of what is named in `kept` add up from step to step."""
    w, b, gw, gb = (torch.zeros(()) for _ in range(4))
    for _ in range(steps):
        error = w * x + b - y
        gw = ("w" in kept) * gw + 2 * (error * x).mean()
        gb = ("b" in kept) * gb + 2 * error.mean()
        w, b = w - lr * gw, b - lr * gb
    return [w, b]


@check(
    f"{STEPS} steps lead where the formula leads.",
    why="Every step has to start from the weights that the last one left.",
)
def few_steps(learner: Learner) -> None:
    x, y = points()
    try:
        got = [torch.as_tensor(value).detach() for value in learner.call("fit", x, y, 0.1, STEPS)]
    except LearnerError as error:
        said = error.error.original
        if "does not require grad" in said:
            expect.fail(
                "After the first step `w` and `b` are new tensors for which no slopes are kept, so "
                "that the second `backward()` finds nothing to go back to. Change the tensors "
                "themselves.",
                tag="new-tensor-is-not-the-weight",
            )
        if "a leaf Variable that requires grad" in said:
            expect.fail(
                "In place is right. But autograd watches, and refuses to see a leaf changed: the "
                "update belongs under `torch.no_grad()`.",
                tag="update-is-recorded",
            )
        raise
    expect.close(
        got,
        descended(x, y, 0.1, STEPS),
        atol=1e-4,
        known=(
            expect.Known(
                [torch.zeros(()), torch.zeros(())],
                "The weights are still 0. What was worked out went into new tensors: a method "
                "without an underscore leaves its tensor alone.",
                tag="method-without-underscore",
            ),
            expect.Known(
                descended(x, y, 0.1, STEPS, kept="wb"),
                "They move, and with gradients of all steps added up. Now that the tensors stay, "
                "so does what is in `.grad`: empty it.",
                tag="gradients-replace",
            ),
            *(
                expect.Known(
                    descended(x, y, 0.1, STEPS, kept=name),
                    f"One of the two gradients is emptied. That of `{name}` still adds up from "
                    "step to step.",
                    tag="gradients-replace",
                )
                for name in ("w", "b")
            ),
            expect.Known(
                descended(x, y, -0.1, STEPS),
                "This walks uphill: the slope points to where the loss grows.",
                tag="gradient-sign",
            ),
            expect.Known(
                descended(x, y, 0.1, 1), "That is where one step leads; the others are lost."
            ),
        ),
    )


@check("Many steps find the line of least squares.", why="That is what it is for.")
def many_steps(learner: Learner) -> None:
    x, y = points()
    got = [torch.as_tensor(value).detach() for value in learner.call("fit", x, y, 0.1, 300)]
    columns = torch.stack([x, torch.ones_like(x)], dim=1)
    best = torch.linalg.lstsq(columns, y.unsqueeze(1)).solution.flatten()
    expect.close(got, list(best), atol=1e-3)
