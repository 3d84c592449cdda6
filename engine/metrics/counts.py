"""How often each class was right, was said, and was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.metrics.base import answers, class_count, truth

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Three counts for each class, (classes,), float64: all that precision and recall need."""

    right: Tensor
    """Predictions of the class that were right: true positives."""
    predicted: Tensor
    """Predictions of the class: true and false positives."""
    actual: Tensor
    """Examples of the class: true positives and false negatives; also called support."""


def count(scores: Tensor, targets: Tensor) -> Counts:
    """Count the answers. `scores`: (n, classes, …), (n,) or (n, 1); `targets`: class numbers."""
    said, true = answers(scores).reshape(-1), truth(scores, targets).reshape(-1)
    classes = class_count(scores)
    return Counts(
        right=said[said == true].bincount(minlength=classes).double(),
        predicted=said.bincount(minlength=classes).double(),
        actual=true.bincount(minlength=classes).double(),
    )
