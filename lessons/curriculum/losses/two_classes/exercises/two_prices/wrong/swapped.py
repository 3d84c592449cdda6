"""prices-swapped: "A miss is a wrong answer to a 0." It is a 1 that is denied."""

from torch import Tensor
from torch.nn.functional import softplus


def priced(
    logits: Tensor, targets: Tensor, miss: float, alarm: float
) -> Tensor:
    cost = miss * (1 - targets) * softplus(logits)
    return (cost + alarm * targets * softplus(-logits)).mean()
