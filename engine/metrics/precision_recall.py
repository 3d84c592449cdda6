"""Precision, recall and F1: of one class, or averaged over classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from engine.errors import ConfigurationError, at_least, one_of
from engine.metrics.counts import Counts, count

if TYPE_CHECKING:
    from torch import Tensor

    from engine.metrics.base import Score

Average = Literal["macro", "micro", "weighted"]
"""`macro`: every class counts the same; those found neither in the targets nor in the predictions
are left out. `weighted`: a class counts by its examples. `micro`: every example counts the same;
with one label an example all three are the accuracy then."""


def precision(of: int | Average = "macro", *, undefined: float = 0.0) -> Score:
    """Share of the predictions of a class that are right: TP / (TP + FP).

    `of`: a class, 1 for the yes of a binary task, or an average. `undefined`: the value of a class
    that was never predicted. The metric takes scores (n, classes, …), or logits (n,) or (n, 1).
    """
    return _score(of, undefined, lambda counts: (counts.right, counts.predicted))


def recall(of: int | Average = "macro", *, undefined: float = 0.0) -> Score:
    """Share of the examples of a class that are found: TP / (TP + FN).

    `undefined`: the value of a class without examples. Everything else as in `precision`.
    """
    return _score(of, undefined, lambda counts: (counts.right, counts.actual))


def f1(of: int | Average = "macro", *, undefined: float = 0.0) -> Score:
    """Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).

    `undefined`: the value of a class that is neither predicted nor there. Everything else as in
    `precision`. The macro F1 is the mean of the F1s, not the F1 of the means.
    """
    return _score(
        of, undefined, lambda counts: (2 * counts.right, counts.predicted + counts.actual)
    )


@dataclass(frozen=True, slots=True)
class ClassScores:
    """One row of a classification report."""

    label: int
    precision: float
    recall: float
    f1: float
    examples: int
    """Examples of the class."""


def per_class(
    scores: Tensor, targets: Tensor, *, undefined: float = 0.0
) -> tuple[ClassScores, ...]:
    """Precision, recall and F1 of every class."""
    counts = count(scores, targets)
    columns = (column.tolist() for column in of_counts(counts, undefined))
    rows = zip(*columns, counts.actual.long().tolist(), strict=True)
    return tuple(ClassScores(label, *row) for label, row in enumerate(rows))


def of_counts(counts: Counts, undefined: float) -> tuple[Tensor, Tensor, Tensor]:
    """Precision, recall and F1 of every class, (classes,) each."""
    return (
        _ratio(counts.right, counts.predicted, undefined),
        _ratio(counts.right, counts.actual, undefined),
        _ratio(2 * counts.right, counts.predicted + counts.actual, undefined),
    )


def _score(
    of: int | Average, undefined: float, parts: Callable[[Counts], tuple[Tensor, Tensor]]
) -> Score:
    if isinstance(of, str):
        one_of("of", of, get_args(Average))
    else:
        at_least("of", of, 0)

    def score(scores: Tensor, targets: Tensor) -> float:
        counts = count(scores, targets)
        above, below = parts(counts)
        if of == "micro":
            return _ratio(above.sum(), below.sum(), undefined).item()
        values = _ratio(above, below, undefined)
        if of == "macro":
            return values[counts.predicted + counts.actual > 0].mean().item()
        if of == "weighted":
            return ((values * counts.actual).sum() / counts.actual.sum()).item()
        if of >= len(values):
            raise ConfigurationError("of", of, f"Give a class from 0 to {len(values) - 1}.")
        return values[of].item()

    return score


def _ratio(above: Tensor, below: Tensor, undefined: float) -> Tensor:
    """above / below, and `undefined` where below is 0."""
    return (above / below).where(below > 0, undefined)
