"""Checks of `Sign`."""

import torch
from torch import Tensor

from lessons.checking import Learner, check, expect


def drawn() -> tuple[Tensor, Tensor]:
    """x (20,), half of it beyond 1, and gradients of both sizes in each half."""
    near, far = torch.rand(10) * 0.9 + 0.05, torch.rand(10) * 2 + 1.1
    sides = torch.where(torch.rand(20) < 0.5, -1.0, 1.0)
    sizes = torch.rand(20) * 0.4 + torch.tensor([0.3, 2.0]).repeat(10)
    return torch.cat([near, far]) * sides, sizes


@check("Signs come out.", why="The next layer gets −1, 0 and 1, whatever the gradient will be.")
def signs(learner: Learner) -> None:
    x, after = drawn()
    x = torch.cat([x, torch.zeros(1)])
    got = learner.stage("signed", x, torch.cat([after, torch.ones(1)]))
    expect.close(
        got["signs"],
        x.sign(),
        known=(
            expect.Known(
                torch.where(x >= 0, 1.0, -1.0),
                "At 0 the sign is 0. You return 1 there; `torch.sign` knows all three cases.",
            ),
            expect.Known(
                x / x.abs(),
                "At 0 this is 0/0, no number at all. The sign of 0 is 0; `torch.sign` knows it.",
            ),
            expect.Known(
                torch.where(x > 0, 1.0, -1.0),
                "At 0 the sign is 0. You return −1 there; `torch.sign` knows all three cases.",
            ),
        ),
    )


@check(
    "The gradient passes where |x| ≤ 1, unchanged, and nowhere else.",
    why="A unit far from the jump would have to move a long way before its sign changed.",
)
def passes(learner: Learner) -> None:
    x, after = drawn()
    got = learner.stage("signed", x, after)["gradient"]
    gate = x.abs() <= 1
    expect.close(
        got,
        after * gate,
        known=(
            expect.Known(
                torch.zeros_like(x),
                "That is the true slope: 0 everywhere. Nothing in front of the sign would learn.",
                tag="straight-through-is-the-slope",
            ),
            expect.Known(
                after,
                "Everything passes. It should only pass where the x that came in was at most 1 "
                "from 0; what came out always is.",
                tag="gate-forgotten",
            ),
            expect.Known(
                after * (x <= 1),
                "An x far below 0 is as far from the jump as one far above. It is the distance, "
                "|x|, that counts.",
            ),
            expect.Known(
                after * ~gate,
                "That is the other way round: it passes where |x| is more than 1.",
            ),
            expect.Known(
                after * (after.abs() <= 1),
                "The gradients were sorted by their own size. It is x that decides.",
                tag="gate-on-the-gradient",
            ),
            expect.Known(
                after.clamp(-1, 1),
                "The gradients were cut to at most 1 in size. It is x that decides, and what "
                "passes is not changed.",
                tag="gate-on-the-gradient",
            ),
            expect.Known(
                after * x * gate,
                "x is multiplied in. Where it passes, `after` is handed on as it is.",
            ),
            expect.Known(
                gate.float(),
                "Where it passes, `after` is handed on, and not 1.",
                tag="backward-is-own-slope",
            ),
        ),
    )
