"""Kullback–Leibler divergence: what a wrong distribution costs."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import class_scores, same_shape
from engine.losses.log_softmax import log_softmax


@dataclass(frozen=True, slots=True)
class KL:
    """D(q ‖ p) = Σ_k q_k (log q_k − log p_k), with p = softmax(scores) and the targets q.

    0 where p = q, and never negative: the cross-entropy less the entropy of q, which no model can
    get rid of. Not symmetric. 0 · log 0 counts as 0. The mean is over distributions; equals
    `torch.nn.KLDivLoss(reduction="batchmean")` on log-probabilities (n, K), whose own `mean`
    divides by K as well and is no divergence.

    Source: Kullback and Leibler, "On Information and Sufficiency", 1951.
    """

    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: scores (n, K, …); `target`: probabilities of the same shape.

        Raises ConfigurationError where the shapes differ or there is no dimension of classes.
        """
        class_scores(prediction)
        same_shape(prediction, target)
        log_p, q = log_softmax(prediction, dim=1), target
        return reduced((q.xlogy(q) - q * log_p).sum(1), self.reduction)
