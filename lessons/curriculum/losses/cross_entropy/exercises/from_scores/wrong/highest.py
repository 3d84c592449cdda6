"""highest-for-right: "The score of the answer is subtracted." It is the one of the truth."""

from torch import Tensor


def cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    return (scores.logsumexp(dim=1) - scores.amax(dim=1)).mean()
