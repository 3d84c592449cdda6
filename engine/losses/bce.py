"""Binary cross-entropy, from logits."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import at_least
from engine.losses.base import Reduction, check_reduction, full_precision, reduced
from engine.losses.checks import same_shape, zero_to_one


@dataclass(frozen=True, slots=True)
class BCEWithLogits:
    """With the logit z, the probability p = σ(z) = 1/(1 + e^−z) and the target y, 0 … 1:

        l = −w y log p − (1 − y) log(1 − p)
        log p = −log(1 + e^−z)          log(1 − p) = −log(1 + e^z)

    The second line is why it starts from logits. p itself rounds to 0 or 1 for large |z|, where its
    logarithm is infinite and its gradient 0; the logarithms written this way stay exact, and the
    gradient is p − y everywhere (w = 1): −1 at z = −200 for y = 1.

    Equals `torch.nn.BCEWithLogitsLoss(pos_weight=w)`.
    """

    positive_weight: float = 1.0
    """w: how much more a positive example counts."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("positive_weight", self.positive_weight, 0)
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: logits, any shape; `target`: the same shape, 0 … 1.

        Raises ConfigurationError where the shapes differ or a target is no probability.
        """
        same_shape(prediction, target)
        zero_to_one(target)
        z = full_precision(prediction)
        y = target.to(z.dtype)
        losses = self.positive_weight * y * minus_log_sigmoid(z) + (1 - y) * minus_log_sigmoid(-z)
        return reduced(losses, self.reduction)


def minus_log_sigmoid(z: Tensor) -> Tensor:
    """−log σ(z) = log(1 + e^−z) = log(e^0 + e^−z), without ever computing a large e^−z."""
    return torch.logaddexp(z.new_zeros(()), -z)
