"""Cross-entropy, from scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from torch import Tensor

from engine.errors import ConfigurationError, at_least, one_of, share
from engine.losses.base import Reduction, check_reduction, reduced
from engine.losses.checks import class_scores, labels_of, one_per_class, same_shape
from engine.losses.log_softmax import log_softmax

Smoothing = Literal["all", "others"]
"""Who shares what label smoothing takes from the right class: all K classes, as in PyTorch, or the
K − 1 others."""


@dataclass(frozen=True, slots=True)
class CrossEntropy:
    """With log p = log_softmax(scores), the right class y, the targets q and class weights w:

        l = −Σ_k w_k q_k log p_k               without smoothing q is 1 for y: l = −w_y log p_y

    It takes scores, not probabilities: a softmax in the model would be applied twice, and the loss
    could never fall below log(1 + (K − 1)/e), 1.46 for ten classes.

    Label smoothing ε takes some certainty from y. There are two conventions:

        all:     q_y = 1 − ε + ε/K,   others ε/K            Szegedy et al. 2016; PyTorch
        others:  q_y = 1 − ε,         others ε/(K − 1)      common in tutorials

    The second with ε is the first with ε K/(K − 1). The mean over labels divides by the sum of the
    weights w_y that were used, ignored labels left out; the mean over probabilities divides by
    their number. Equals `torch.nn.CrossEntropyLoss`; where all labels are ignored both are NaN.

    Source of the smoothing: Szegedy et al., "Rethinking the Inception Architecture", 2016, sec. 7.
    """

    weight: tuple[float, ...] | None = None
    """w, one number a class; None: all 1."""
    ignore_index: int = -100
    """The label of elements that do not count."""
    label_smoothing: float = 0.0
    """ε, 0 … 1."""
    smoothing: Smoothing = "all"
    """Which convention of label smoothing."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        share("label_smoothing", self.label_smoothing, one=True)
        one_of("smoothing", self.smoothing, get_args(Smoothing))
        check_reduction(self.reduction)
        for weight in self.weight or ():
            at_least("weight", weight, 0)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: scores (n, K, …); `target`: labels (n, …), or probabilities (n, K, …).

        Raises ConfigurationError for shapes that do not fit and for labels outside the classes.
        """
        self._check_classes(class_scores(prediction))
        log_p = log_softmax(prediction.movedim(1, -1))  # (n, …, K)
        if target.is_floating_point() and target.dim() == prediction.dim():
            same_shape(prediction, target)
            return self._of_probabilities(log_p, target.movedim(1, -1))
        return self._of_labels(log_p, labels_of(prediction, target, self.ignore_index))

    def _of_labels(self, log_p: Tensor, labels: Tensor) -> Tensor:
        counts = labels != self.ignore_index
        y = labels.where(counts, 0)
        w = self._weights(log_p)  # (K,)
        w_y = w[y] * counts
        losses = -w_y * log_p.gather(-1, y.unsqueeze(-1)).squeeze(-1)
        if self.label_smoothing > 0:
            right, each = self._shares(log_p.shape[-1])
            losses = right * losses - each * (w * log_p).sum(-1)
        losses = losses.masked_fill(~counts, 0.0)
        if self.reduction == "mean":
            return losses.sum() / w_y.sum()
        return reduced(losses, self.reduction)

    def _of_probabilities(self, log_p: Tensor, q: Tensor) -> Tensor:
        if self.label_smoothing > 0:
            right, each = self._shares(log_p.shape[-1])
            q = right * q + each
        losses = -(self._weights(log_p) * q * log_p).sum(-1)
        return reduced(losses, self.reduction)

    def _shares(self, classes: int) -> tuple[float, float]:
        """(a, b) such that the smoothed target is a · target + b."""
        receivers = classes if self.smoothing == "all" else classes - 1
        each = self.label_smoothing / receivers
        right = 1 - self.label_smoothing
        return (right if self.smoothing == "all" else right - each), each

    def _weights(self, log_p: Tensor) -> Tensor:
        if self.weight is None:
            return log_p.new_ones(log_p.shape[-1])
        return log_p.new_tensor(self.weight)

    def _check_classes(self, classes: int) -> None:
        if self.weight is not None:
            one_per_class("weight", self.weight, classes)
        if self.smoothing == "others" and self.label_smoothing > 0 and classes == 1:
            raise ConfigurationError(
                "smoothing", self.smoothing, "Take smoothing='all'.", "One class has no others."
            )
