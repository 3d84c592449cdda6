"""Checks of `margin`."""

import random

import torch

from lessons.checking import Learner, check, expect


def drawn() -> tuple[torch.Tensor, torch.Tensor]:
    """Scores and classes; no two sizes are alike."""
    classes = random.randint(4, 6)
    samples = random.randint(8, 12)
    return torch.randn(samples, classes), torch.randint(0, classes, (samples,))


def right_margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Row by row, in plain Python."""
    rows = zip(scores.tolist(), y.tolist(), strict=True)
    found = [row[c] - max(s for k, s in enumerate(row) if k != c) for row, c in rows]
    return torch.tensor(found)


@check(
    "Each image has the right score minus the highest of the others.",
    why="How far ahead the right class is says more than whether it wins.",
)
def margins(learner: Learner) -> None:
    scores, y = drawn()
    got = learner.call("margin", scores.clone(), y)
    own = scores[torch.arange(len(y)), y]
    zeroed = scores.scatter(1, y.unsqueeze(1), 0.0)
    expect.close(
        got,
        right_margin(scores, y),
        known=(
            expect.Known(
                own - scores.max(dim=1).values,
                "Where the right class is the highest of all, this subtracts it from itself. "
                "Leave it out before you look for the highest.",
                tag="right-class-among-others",
            ),
            expect.Known(
                own - scores.max(),
                "`scores.max()` is the highest score of the whole batch. Each row has its own.",
                tag="no-dim-is-rows",
            ),
            expect.Known(
                own - zeroed.max(dim=1).values,
                "A 0 stands in the place of the right score, and where all others are below 0 it "
                "is the highest. Write something there that can never win.",
            ),
            expect.Known(
                torch.full_like(own, -torch.inf),
                "The right scores were overwritten before they were read: `scores` itself was "
                "changed. Work on a `clone()`.",
            ),
            expect.Known(own, "That is the right score alone; the highest other one is missing."),
        ),
        message=_about_shape(got, len(y)),
    )


def _about_shape(got: object, n: int) -> str:
    shape = tuple(getattr(got, "shape", ()))
    if shape == (n, n):
        expect.fail(
            f"The result has the shape ({n}, {n}): every row was given the classes of all rows. "
            "A colon is not read in step with `y`; name the rows.",
            tag="colon-is-row-numbers",
        )
    return ""


@check("The scores are as they were.", why="Whoever handed them over may still need them.")
def untouched(learner: Learner) -> None:
    scores, y = drawn()
    kept = learner.stage("after", scores, y)
    expect.close(
        kept,
        scores,
        message="The scores have changed: assigning to entries writes into the tensor itself. "
        "Work on a `clone()`.",
    )
