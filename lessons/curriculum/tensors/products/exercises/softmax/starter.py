"""Shares out of scores."""

from torch import Tensor


def softmax(scores: Tensor) -> Tensor:
    """Scores (N, C) to shares (N, C); every row adds up to 1."""
    powers = scores.exp()
    return powers / powers.sum(dim=1)
