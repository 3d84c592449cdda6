"""Loss and scores of models that predict a token at every place; padding does not count."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from engine.errors import ConfigurationError

PADDING = 0


def token_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean of −log p(target) over all places whose target is not padding; a scalar.

    `logits` (n, length, vocabulary), `targets` (n, length), int64. A mean over tokens, not over
    sequences: long ones weigh more. 0 where every target is padding, with gradients of 0. Raises
    ConfigurationError where the shapes do not fit.
    """
    _check(logits, targets)
    flat, wanted = logits.flatten(0, 1), targets.flatten()
    total = F.cross_entropy(flat, wanted, ignore_index=PADDING, reduction="sum")
    return total / (wanted != PADDING).sum().clamp(min=1)


def token_accuracy(logits: Tensor, targets: Tensor) -> float:
    """Share of the places that are not padding at which the likeliest token is the right one."""
    _check(logits, targets)
    counts = targets != PADDING
    right = (logits.argmax(dim=-1) == targets) & counts
    return (right.sum() / counts.sum().clamp(min=1)).item()


def sequence_accuracy(logits: Tensor, targets: Tensor) -> float:
    """Share of the sequences in which every token that is not padding is right."""
    _check(logits, targets)
    right = (logits.argmax(dim=-1) == targets) | (targets == PADDING)
    return right.all(dim=1).float().mean().item()


def _check(logits: Tensor, targets: Tensor) -> None:
    if logits.ndim != 3 or logits.shape[:2] != targets.shape:
        raise ConfigurationError(
            "logits",
            tuple(logits.shape),
            "Give logits (n, length, vocabulary) for targets (n, length).",
            f"The targets are {tuple(targets.shape)}.",
        )
