"""How often the answer is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ConfigurationError, at_least
from engine.metrics.base import answers, class_count, truth
from engine.metrics.counts import count

if TYPE_CHECKING:
    from torch import Tensor

    from engine.metrics.base import Score


def accuracy(scores: Tensor, targets: Tensor) -> float:
    """Share of the examples, 0 … 1, whose highest score belongs to the right class.

    `scores`: (n, classes, …); `targets`: (n, …), class numbers. For one score an example see
    `binary_accuracy`.
    """
    return (answers(scores) == truth(scores, targets)).float().mean().item()


def binary_accuracy(scores: Tensor, targets: Tensor, *, threshold: float = 0.0) -> float:
    """Share of the examples, 0 … 1, answered rightly with yes or no.

    `scores`: logits, (n,) or (n, 1); above `threshold` they say yes. Give 0.5 for probabilities.
    `targets`: as many, each 0 or 1.
    """
    return (answers(scores, threshold) == truth(scores, targets)).float().mean().item()


def top_k(k: int) -> Score:
    """Share of the examples, 0 … 1, whose right class is among the k highest scores.

    The metric takes scores (n, classes) and targets (n,). Raises ConfigurationError for k below 1,
    or, when called, above the number of classes.
    """
    at_least("k", k, 1)

    def score(scores: Tensor, targets: Tensor) -> float:
        if k > class_count(scores):
            raise ConfigurationError("k", k, f"There are {class_count(scores)} classes.")
        best = scores.topk(k, dim=1).indices
        return (best == truth(scores, targets).unsqueeze(1)).any(dim=1).float().mean().item()

    return score


def balanced_accuracy(scores: Tensor, targets: Tensor) -> float:
    """Mean of the recalls of all classes that occur in the targets, 0 … 1.

    Always guessing one of K classes gives 1/K, however rare the others are.
    """
    counts = count(scores, targets)
    occurs = counts.actual > 0
    return (counts.right[occurs] / counts.actual[occurs]).mean().item()
