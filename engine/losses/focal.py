"""Focal loss: easy examples stop counting."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import ConfigurationError, at_least, share
from engine.losses.base import Reduction, check_reduction, full_precision, reduced
from engine.losses.bce import minus_log_sigmoid
from engine.losses.checks import class_scores, labels_of, one_per_class, same_shape, zero_or_one


@dataclass(frozen=True, slots=True)
class BinaryFocal:
    """With p_t the probability of the right answer, p for y = 1 and 1 − p for y = 0:

        l = −α_t (1 − p_t)^γ log p_t           α_t = α for y = 1, 1 − α for y = 0

    An example that is right with p_t = 0.9 counts (0.1)² = 0.01 times as much at γ = 2. With z_t
    the logit z of a positive and −z of a negative example, p_t = σ(z_t) and 1 − p_t = σ(−z_t),
    so that both logarithms are exact for logits of any size. γ = 0 without α is `BCEWithLogits`.

    Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, equation 5. They divide the
    sum by the number of positive anchors; for that take `reduction="sum"` and divide.
    """

    gamma: float = 2.0
    """γ: how fast easy examples fade; 0: not at all."""
    alpha: float | None = None
    """α: weight of the positive examples, 0 … 1 (0.25 in the paper); None: all count 1."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("gamma", self.gamma, 0)
        if self.alpha is not None:
            share("alpha", self.alpha, one=True)
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: logits, any shape; `target`: the same shape, each 0 or 1.

        Raises ConfigurationError where the shapes differ or a target is neither.
        """
        same_shape(prediction, target)
        zero_or_one(target)
        z = full_precision(prediction)
        y = target.to(z.dtype)
        z_t = z * (2 * y - 1)
        minus_log_p = minus_log_sigmoid(z_t)
        log_rest = -minus_log_sigmoid(-z_t)  # log(1 − p_t)
        losses = (self.gamma * log_rest).exp() * minus_log_p
        if self.alpha is not None:
            losses = (self.alpha * y + (1 - self.alpha) * (1 - y)) * losses
        return reduced(losses, self.reduction)


@dataclass(frozen=True, slots=True)
class Focal:
    """With p = softmax(scores) and the right class y:

        l = −α_y (1 − p_y)^γ log p_y

    α has one number for each class: a single one for all would only scale the loss and its
    gradient, as a smaller learning rate does, and rebalance nothing. γ = 0 without α is
    cross-entropy. The mean divides by the number of examples, not by the sum of α.

    Source: Lin et al., "Focal Loss for Dense Object Detection", 2017, equation 5, for K classes.
    """

    gamma: float = 2.0
    """γ: how fast easy examples fade; 0: not at all."""
    alpha: tuple[float, ...] | None = None
    """α, one number a class; None: all count 1."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("gamma", self.gamma, 0)
        check_reduction(self.reduction)
        if isinstance(self.alpha, int | float):
            raise ConfigurationError(
                "alpha",
                self.alpha,
                "Give one number for each class, such as (0.25, 0.75).",
                "One number for all classes only scales the loss.",
            )
        for alpha in self.alpha or ():
            at_least("alpha", alpha, 0)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: scores (n, K, …), K ≥ 2; `target`: labels (n, …).

        Raises ConfigurationError for shapes that do not fit and for labels outside the classes.
        """
        classes = class_scores(prediction, least=2)
        y = labels_of(prediction, target)
        z = full_precision(prediction).movedim(1, -1)  # (n, …, K)
        right = y.unsqueeze(-1)
        log_sum = z.logsumexp(-1)
        log_p = z.gather(-1, right).squeeze(-1) - log_sum
        # 1 − p_y is what the others have: from p_y itself it would round to 0 with a gradient NaN.
        log_rest = z.scatter(-1, right, -torch.inf).logsumexp(-1) - log_sum
        losses = -((self.gamma * log_rest).exp()) * log_p
        if self.alpha is not None:
            one_per_class("alpha", self.alpha, classes)
            losses = z.new_tensor(self.alpha)[y] * losses
        return reduced(losses, self.reduction)
