"""divides-by-prices: "What is weighted is divided by its weights." Focal loss has a plain mean."""

import torch
from torch import Tensor
from torch.nn import functional as F


def focal(
    scores: Tensor, targets: Tensor, alpha: Tensor, gamma: float
) -> Tensor:
    cost = F.cross_entropy(scores, targets, reduction="none")
    p = torch.exp(-cost)
    factor = alpha[targets]
    return (factor * (1 - p) ** gamma * cost).sum() / factor.sum()
