"""Losses by name, ours and PyTorch's."""

from __future__ import annotations

from typing import Literal, get_args

from torch import Tensor, nn
from torch.nn import functional as F

from engine.catalog import Catalog, Entry
from engine.errors import one_of
from engine.losses.base import Loss, Reduction
from engine.losses.bce import BCEWithLogits
from engine.losses.cross_entropy import CrossEntropy
from engine.losses.distillation import SoftTargets
from engine.losses.focal import BinaryFocal, Focal
from engine.losses.huber import Huber
from engine.losses.kl import KL
from engine.losses.mae import MAE
from engine.losses.mse import MSE
from engine.losses.rmse import RMSE
from engine.losses.smooth_l1 import SmoothL1

Source = Literal["scratch", "torch"]
"""Ours, to be read, or PyTorch's, which is faster and gives the same."""


def mse(*, reduction: Reduction = "mean", source: Source = "scratch") -> Loss:
    """Mean squared error."""
    return MSE(reduction) if _ours(source) else nn.MSELoss(reduction=reduction)


def mae(*, reduction: Reduction = "mean", source: Source = "scratch") -> Loss:
    """Mean absolute error."""
    return MAE(reduction) if _ours(source) else nn.L1Loss(reduction=reduction)


def huber(*, delta: float = 1.0, reduction: Reduction = "mean", source: Source = "scratch") -> Loss:
    """Huber's loss."""
    ours = Huber(delta, reduction)
    return ours if _ours(source) else nn.HuberLoss(reduction, delta)


def smooth_l1(
    *, beta: float = 1.0, reduction: Reduction = "mean", source: Source = "scratch"
) -> Loss:
    """Smooth L1."""
    ours = SmoothL1(beta, reduction)
    return ours if _ours(source) else nn.SmoothL1Loss(reduction=reduction, beta=beta)


def bce_with_logits(
    *, positive_weight: float = 1.0, reduction: Reduction = "mean", source: Source = "scratch"
) -> Loss:
    """Binary cross-entropy, from logits. PyTorch's wants its targets as floats."""
    ours = BCEWithLogits(positive_weight, reduction)
    if _ours(source):
        return ours

    def theirs(prediction: Tensor, target: Tensor) -> Tensor:
        weight = prediction.new_tensor(positive_weight)
        return F.binary_cross_entropy_with_logits(
            prediction, target, reduction=reduction, pos_weight=weight
        )

    return theirs


def cross_entropy(
    *,
    weight: tuple[float, ...] | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
    source: Source = "scratch",
) -> Loss:
    """Cross-entropy, from scores; label smoothing in PyTorch's convention."""
    ours = CrossEntropy(weight, ignore_index, label_smoothing, reduction=reduction)
    if _ours(source):
        return ours

    def theirs(prediction: Tensor, target: Tensor) -> Tensor:
        return F.cross_entropy(
            prediction,
            target,
            weight=None if weight is None else prediction.new_tensor(weight),
            ignore_index=ignore_index,
            label_smoothing=label_smoothing,
            reduction=reduction,
        )

    return theirs


def _ours(source: Source) -> bool:
    one_of("source", source, get_args(Source))
    return source == "scratch"


losses: Catalog[Loss] = Catalog(
    "loss",
    Entry("mse", mse, "mean squared error: large errors count most"),
    Entry("mae", mae, "mean absolute error: outliers count no more than others"),
    Entry("huber", huber, "squared for small errors, straight for large ones"),
    Entry("smooth_l1", smooth_l1, "the absolute error with its corner rounded off"),
    Entry("rmse", RMSE, "root of the mean squared error, safe at zero"),
    Entry("bce_with_logits", bce_with_logits, "yes or no, from logits"),
    Entry("cross_entropy", cross_entropy, "one of K classes, from scores"),
    Entry("smoothed_cross_entropy", CrossEntropy, "cross-entropy with either label smoothing"),
    Entry("binary_focal", BinaryFocal, "yes or no; easy examples stop counting"),
    Entry("focal", Focal, "one of K classes; easy examples stop counting"),
    Entry("kl", KL, "how far the model is from given probabilities"),
    Entry("soft_targets", SoftTargets, "what a teacher thinks, at a temperature"),
)
"""Losses of a prediction and a target. `Distillation`, `Triplet` and `Contrastive` take three
inputs and are not among them."""
