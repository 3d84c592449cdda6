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
    thresholds, false, true = roc_points(yes_scores(scores), truth(scores, targets))
    return RocCurve(
        thresholds=tuple(thresholds.tolist()),
        false_positive_rate=tuple(false.tolist()),
        true_positive_rate=tuple(true.tolist()),
    )


def roc_points(scores: Tensor, positive: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Thresholds, false and true positive rates, (points,) each, as in `RocCurve`.

    `scores` (n,): higher is more positive; `positive` (n,): whether each is one, bool or 0 and 1.
    """
    import torch

    ranked, order = scores.sort(descending=True)
    hits = positive.double()[order]
    # Equal scores cannot be told apart by a threshold: only the last of them is a point.
    last = ranked.diff(append=ranked.new_full((1,), -math.inf)) != 0
    thresholds = torch.cat([ranked.new_full((1,), math.inf), ranked[last]])
    return thresholds, _rates((1 - hits).cumsum(0), last), _rates(hits.cumsum(0), last)


def auc(scores: Tensor, targets: Tensor) -> float:
    """Area under the ROC curve: how often a positive is scored above a negative, ties count half.

    0.5 for guessing, 1 for a perfect order; NaN unless both kinds occur.
    """
    import torch

    _, false, true = roc_points(yes_scores(scores), truth(scores, targets))
    return torch.trapezoid(true, false).item()


def _rates(counts: Tensor, last: Tensor) -> Tensor:
    """The counts at the points as shares of the final count, from 0 on."""
    import torch

    return torch.cat([counts.new_zeros(1), counts[last]]) / counts[-1]
