"""The costs come weighted from PyTorch; p has to be taken from the unweighted scores."""

from torch import Tensor
from torch.nn import functional as F


def focal(scores: Tensor, targets: Tensor, alpha: Tensor, gamma: float) -> Tensor:
    weighted = F.cross_entropy(scores, targets, weight=alpha, reduction="none")
    p = scores.softmax(dim=1).gather(1, targets[:, None]).squeeze(1)
    return ((1 - p) ** gamma * weighted).sum() / len(targets)
