"""One-hot rows pick both the factor and the probability."""

from torch import Tensor
from torch.nn import functional as F


def focal(
    scores: Tensor,
    targets: Tensor,
    alpha: Tensor,
    gamma: float,
) -> Tensor:
    logs = scores.log_softmax(dim=1)
    truth = F.one_hot(targets, scores.shape[1])
    costs = -alpha * (1 - logs.exp()) ** gamma * logs
    return (truth * costs).sum(dim=1).mean()
