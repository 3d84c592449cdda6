"""Focal loss, as it is often copied."""

import torch
from torch import Tensor
from torch.nn import functional as F


def focal(
    scores: Tensor,
    targets: Tensor,
    alpha: Tensor,
    gamma: float,
) -> Tensor:
    """Scores (N, K), classes (N,), factors (K,) → one number."""
    cost = F.cross_entropy(scores, targets, reduction="none")
    p = torch.exp(-cost)
    return (alpha * (1 - p) ** gamma * cost).mean()
