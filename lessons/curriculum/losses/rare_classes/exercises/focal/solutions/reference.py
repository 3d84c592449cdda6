"""Each sample looks up the factor of its class."""

import torch
from torch import Tensor
from torch.nn import functional as F


def focal(
    scores: Tensor,
    targets: Tensor,
    alpha: Tensor,
    gamma: float,
) -> Tensor:
    cost = F.cross_entropy(scores, targets, reduction="none")
    p = torch.exp(-cost)
    return (alpha[targets] * (1 - p) ** gamma * cost).mean()
