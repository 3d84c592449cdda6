"""sigmoid-twice: "The loss needs probabilities." This one does the sigmoid itself."""

from torch import Tensor
from torch.nn import functional as F


def priced(
    logits: Tensor, targets: Tensor, miss: float, alarm: float
) -> Tensor:
    price = alarm + (miss - alarm) * targets
    p = logits.sigmoid()
    return F.binary_cross_entropy_with_logits(p, targets, weight=price)
