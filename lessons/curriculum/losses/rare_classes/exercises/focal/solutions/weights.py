"""The costs come weighted from PyTorch; p has to be taken from the unweighted scores."""

from torch import Tensor, nn


def focal(
    scores: Tensor,
    targets: Tensor,
    alpha: Tensor,
    gamma: float,
) -> Tensor:
    entropy = nn.CrossEntropyLoss(weight=alpha, reduction="none")
    weighted = entropy(scores, targets)
    p = scores.softmax(dim=1).gather(1, targets[:, None]).squeeze(1)
    return ((1 - p) ** gamma * weighted).sum() / len(targets)
