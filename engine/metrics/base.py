"""What every metric is, and how scores are read as answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from torch import Tensor

    Score = Callable[[Tensor, Tensor], float]
    """(predictions of a whole split, targets) → number: what `Experiment.metrics` takes."""


def answers(scores: Tensor, threshold: float = 0.0) -> Tensor:
    """The class that each prediction stands for, int64.

    Scores (n, K, …) of K ≥ 2 classes: the class of the highest, (n, …). Scores of a yes, (n,) or
    (n, 1): 1 above `threshold`, (n,); 0 is the middle for logits, 0.5 for probabilities.
    """
    if is_binary(scores):
        return (scores.reshape(-1) > threshold).long()
    return scores.argmax(dim=1)


def is_binary(scores: Tensor) -> bool:
    """Whether there is one score for each example: how much the answer is yes."""
    return scores.dim() == 1 or (scores.dim() == 2 and scores.shape[1] == 1)


def class_count(scores: Tensor) -> int:
    """How many classes the scores choose from."""
    return 2 if is_binary(scores) else scores.shape[1]


def truth(scores: Tensor, targets: Tensor) -> Tensor:
    """The right classes, int64, in the shape of `answers(scores)`.

    Raises ConfigurationError where there are more or fewer than there are predictions.
    """
    count = (len(scores),) if is_binary(scores) else (len(scores), *scores.shape[2:])
    matches = targets.shape == count or (is_binary(scores) and targets.numel() == len(scores))
    if not matches:
        raise ConfigurationError(
            "targets.shape",
            tuple(targets.shape),
            f"Give one target for each prediction, in the shape {count}.",
            f"The predictions have the shape {tuple(scores.shape)}.",
        )
    return targets.reshape(count).long()


def yes_scores(scores: Tensor) -> Tensor:
    """How much each answer is yes, (n,), float64; of two classes, how much more the second one."""
    if is_binary(scores):
        return scores.reshape(-1).double()
    if scores.dim() == 2 and scores.shape[1] == 2:
        return scores[:, 1].double() - scores[:, 0].double()
    raise ConfigurationError(
        "predictions.shape",
        tuple(scores.shape),
        "Give the scores of a yes, (n,) or (n, 1), or of two classes, (n, 2).",
    )
