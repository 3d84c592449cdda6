"""exp-never-overflows: "First p, then its logarithm." In float32 p overflows, or becomes 0."""

import torch
from torch import Tensor


def cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    p = scores.exp() / scores.exp().sum(dim=1, keepdim=True)
    return -p[torch.arange(len(scores)), targets].log().mean()
