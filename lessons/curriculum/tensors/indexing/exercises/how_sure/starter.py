"""The probability of the most likely class."""

import torch


def how_sure(scores: torch.Tensor) -> torch.Tensor:
    """How likely the most likely class is: scores (N, C) → (N,)."""
    shares = scores.softmax(dim=0)
    best = shares.max(dim=0)
    return best.values
