"""The ROC curve: what a detector finds against what it reports by mistake."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.metrics.base import truth, yes_scores

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class RocCurve:
    """One point for each threshold, from the strictest, which says yes to nothing."""

    thresholds: tuple[float, ...]
    """Falling; scores at or above them are a yes. The first is infinite."""
    false_positive_rate: tuple[float, ...]
    """Share of the negatives that get a yes; NaN where there are no negatives."""
    true_positive_rate: tuple[float, ...]
    """Share of the positives that get a yes; NaN where there are no positives."""


def roc_curve(scores: Tensor, targets: Tensor) -> RocCurve:
    """All points of the curve, one for each different score.

    `scores`: of a yes, (n,) or (n, 1), logits or probabilities; or of two classes, (n, 2).
    `targets`: each 0 or 1. Source: Fawcett, "An introduction to ROC analysis", 2006, algorithm 1.
    """
    positive = truth(scores, targets).double()
    ranked, order = yes_scores(scores).sort(descending=True)
    positive = positive[order]
    found, mistaken = positive.cumsum(0), (1 - positive).cumsum(0)
    # Equal scores cannot be told apart by a threshold: only the last of them is a point.
    last = ranked.diff(append=ranked.new_full((1,), -math.inf)) != 0
    return RocCurve(
        thresholds=(math.inf, *ranked[last].tolist()),
        false_positive_rate=_rates(mistaken, last),
        true_positive_rate=_rates(found, last),
    )


def auc(scores: Tensor, targets: Tensor) -> float:
    """Area under the ROC curve: how often a positive is scored above a negative, ties count half.

    0.5 for guessing, 1 for a perfect order; NaN unless both kinds occur.
    """
    curve = roc_curve(scores, targets)
    x, y = curve.false_positive_rate, curve.true_positive_rate
    return sum((x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2 for i in range(1, len(x)))


def _rates(counts: Tensor, last: Tensor) -> tuple[float, ...]:
    """The counts at the points as shares of the final count, from 0 on."""
    total = counts[-1]
    return (0.0 if total > 0 else math.nan, *(counts[last] / total).tolist())
