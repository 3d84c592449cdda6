"""Checks of `padded_batch`."""

import random

import torch
from torch import Tensor
from torch.nn.functional import pad

from lessons.checking import Learner, check, expect


def sentences(lengths: list[int]) -> tuple[list[Tensor], Tensor]:
    """Rows of tokens with these lengths, and a label for each."""
    return [torch.randint(2, 90, (n,)) for n in lengths], torch.randint(2, (len(lengths),))


def rows_of(rows: list[Tensor], longest: int, filler: int = 0) -> Tensor:
    """(n, longest): the rows with `filler` behind them."""
    return torch.stack([pad(row, (0, longest - len(row)), value=filler) for row in rows])


def three_parts(learner: Learner, rows: list[Tensor], labels: Tensor) -> list[Tensor]:
    """What is made of one batch."""
    (got,) = learner.stage("loaded", rows, labels, len(rows))
    expect.equal(len(got), 3, message="A batch has three parts: tokens, lengths, labels.")
    for part, name in zip(got, ("tokens", "lengths", "labels"), strict=True):
        expect.kind(part, Tensor, message=f"The {name} are to be a tensor.")
    return list(got)


@check(
    "Each sentence is a row, with zeros behind it.", why="0 is padding, and a model can mask it."
)
def rows_and_zeros(learner: Learner) -> None:
    lengths = random.sample(range(2, 9), 3)
    rows, labels = sentences(lengths)
    tokens, *_ = three_parts(learner, rows, labels)
    right = rows_of(rows, max(lengths))
    expect.close(
        tokens,
        right,
        known=(
            expect.Known(
                right.T.contiguous(),
                "Here the sentences are columns. `pad_sequence` lays them so unless it is told "
                "that the batch comes first.",
                tag="batch-comes-first",
            ),
            expect.Known(
                torch.stack([pad(row, (max(lengths) - len(row), 0)) for row in rows]),
                "The zeros stand before the words. They belong behind them.",
            ),
            expect.Known(
                torch.stack([row[: min(lengths)] for row in rows]),
                "All rows are cut to the shortest: words are lost. Fill up instead.",
                tag="cut-to-the-shortest",
            ),
            expect.Known(
                rows_of(sorted(rows, key=len, reverse=True), max(lengths)),
                "The rows are sorted by length. Let them keep their order: row 5 of the answers "
                "is looked for at sample 5.",
            ),
            expect.Known(
                rows_of(rows, max(lengths), 1),
                "The rest is filled with 1, which is an unknown word. Padding is 0.",
                tag="unknown-is-padding",
            ),
        ),
    )
    expect.dtype(tokens, torch.int64)


@check(
    "The lengths say how many tokens of each row are real.",
    why="Behind a padded row nobody can always tell any more where it ended.",
)
def real_lengths(learner: Learner) -> None:
    lengths = random.sample(range(2, 9), 4)
    rows, labels = sentences(lengths)
    _, got, said = three_parts(learner, rows, labels)
    expect.equal(
        got,
        torch.tensor(lengths),
        known=(
            expect.Known(
                torch.full((4,), max(lengths)),
                "All of them have the length of the padded row. Measure before padding.",
                tag="padding-is-length",
            ),
            expect.Known(labels, "These are the labels. The lengths come second."),
        ),
    )
    expect.equal(said, labels, message="The labels are others, or in another order.")


@check(
    "Each batch is as long as its own longest sentence.",
    why="Padding costs time: a batch of short sentences should stay short.",
)
def own_longest(learner: Learner) -> None:
    lengths = [random.randint(2, 4) for _ in range(3)] + [random.randint(9, 12) for _ in range(3)]
    rows, labels = sentences(lengths)
    first, second = learner.stage("loaded", rows, labels, 3)
    expect.close(first[0], rows_of(rows[:3], max(lengths[:3])))
    expect.close(second[0], rows_of(rows[3:], max(lengths[3:])))
