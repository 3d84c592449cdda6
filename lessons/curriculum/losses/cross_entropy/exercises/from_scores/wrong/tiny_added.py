"""exp-never-overflows: "An ε makes the logarithm safe." It hides a p of 0, and its gradient is 0."""

import torch
from torch import Tensor


def cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    p = scores.exp() / (scores.exp().sum(dim=1, keepdim=True) + 1e-12)
    return -(p[torch.arange(len(scores)), targets] + 1e-12).log().mean()
