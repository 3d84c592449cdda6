"""p-of-weighted-cost: "e^−cost is p." Only while no weight is in the cost."""

import torch
from torch import Tensor
from torch.nn import functional as F


def focal(
    scores: Tensor, targets: Tensor, alpha: Tensor, gamma: float
) -> Tensor:
    cost = F.cross_entropy(scores, targets, weight=alpha, reduction="none")
    p = torch.exp(-cost)
    return ((1 - p) ** gamma * cost).mean()
