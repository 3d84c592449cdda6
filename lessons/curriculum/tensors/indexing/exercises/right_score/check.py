"""Checks of `margin`."""

import random

import torch

from lessons.checking import Learner, LearnerError, check, expect


def drawn() -> tuple[torch.Tensor, torch.Tensor]:
    """Scores and classes; no two sizes are alike.

    Whatever is drawn, one image is read correctly, one is not, and one has no score above 0.
    """
    classes = random.randint(4, 6)
    samples = random.randint(8, 12)
    scores, y = torch.randn(samples, classes), torch.randint(0, classes, (samples,))
    y[0], y[1] = scores[0].argmax(), scores[1].argmin()
    scores[2] = -0.1 - scores[2].abs()
    return scores, y


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
    try:
        got = learner.call("margin", scores.clone(), y)
    except LearnerError as error:
        if "return_types" in error.error.original:
            expect.fail(
                "With a `dim`, `max` gives a pair, and a pair cannot be subtracted. You want its "
                "`.values`; `amax` gives them alone.",
                tag="argmax-is-max",
            )
        raise
    own = scores[torch.arange(len(y)), y]
    zeroed = scores.scatter(1, y.unsqueeze(1), 0.0)
    emptied = scores.index_fill(1, y, -torch.inf)
    others = scores.scatter(1, y.unsqueeze(1), -torch.inf)
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
                own - emptied.max(dim=1).values,
                "Where −infinity was written, a colon stood for the rows: every row lost the "
                "classes of all images. Each may lose its own only.",
                tag="colon-is-row-numbers",
            ),
            expect.Known(
                own - scores.topk(2, dim=1).values[:, 1],
                "The second highest score is the rival only where the right class is the highest. "
                "Where it is not, the highest is.",
                tag="right-class-among-others",
            ),
            expect.Known(
                own - others.argmax(dim=1),
                "`argmax` says in which column the highest of the others stands. You want that "
                "score itself.",
                tag="argmax-is-max",
            ),
            expect.Known(
                -right_margin(scores, y),
                "That is the highest of the others minus the right score. It should be positive "
                "where the image is read correctly.",
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
