"""Mistakes in what a loss is given, found before they train anything."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.errors import ConfigurationError


def same_shape(prediction: Tensor, target: Tensor) -> None:
    """Raise ConfigurationError where the shapes differ, even if they could be broadcast.

    (n,) against (n, 1) would be broadcast to (n, n): every prediction compared with every target.
    """
    if prediction.shape == target.shape:
        return
    try:
        wide = tuple(torch.broadcast_shapes(prediction.shape, target.shape))
        trap = f" Broadcasting would compare them in the shape {wide}."
    except RuntimeError:
        trap = ""
    raise ConfigurationError(
        "target.shape",
        tuple(target.shape),
        _remedy(prediction, target),
        f"The prediction has the shape {tuple(prediction.shape)}.{trap}",
    )


def class_scores(prediction: Tensor, least: int = 1) -> int:
    """The number of classes K of scores (n, K, …). Raises ConfigurationError for other shapes."""
    if prediction.dim() < 2 or prediction.shape[1] < least:
        raise ConfigurationError(
            "prediction.shape",
            tuple(prediction.shape),
            f"Give scores of the shape (n, classes), with at least {least} classes.",
        )
    return prediction.shape[1]


def labels_of(prediction: Tensor, target: Tensor, ignore_index: int | None = None) -> Tensor:
    """Class numbers (n, …) for scores (n, K, …), as int64.

    Raises ConfigurationError for another shape, for numbers that are no integers, and, on the CPU,
    for a label outside the classes. On a GPU the values are not looked at: that would make every
    step wait for the device.
    """
    classes = class_scores(prediction)
    expected = prediction.shape[:1] + prediction.shape[2:]
    if target.shape != expected:
        remedy = f"Give one class number for each example, in the shape {tuple(expected)}."
        if target.shape == prediction.shape:
            remedy += " Probabilities of the classes have to be floats."
        raise ConfigurationError(
            "target.shape",
            tuple(target.shape),
            remedy,
            f"The scores have the shape {tuple(prediction.shape)}.",
        )
    if target.is_floating_point() or target.is_complex():
        raise ConfigurationError(
            "target.dtype", target.dtype, "Give class numbers as integers: target.long()."
        )
    target = target.long()
    _inside(target, classes, ignore_index)
    return target


def zero_to_one(target: Tensor) -> None:
    """Raise ConfigurationError for binary targets outside 0 … 1; looks on the CPU only."""
    if not _readable(target):
        return
    lowest, highest = (bound.item() for bound in target.aminmax())
    if lowest < 0 or highest > 1:
        raise ConfigurationError(
            "target",
            lowest if lowest < 0 else highest,
            "Give 1 for yes and 0 for no.",
            "A binary target is a probability.",
        )


def zero_or_one(target: Tensor) -> None:
    """Raise ConfigurationError for answers that are neither 0 nor 1; looks on the CPU only."""
    if not _readable(target):
        return
    others = target[(target != 0) & (target != 1)]
    if len(others):
        raise ConfigurationError("target", others[0].item(), "Give 1 for yes and 0 for no.")


def one_per_class(field: str, values: tuple[float, ...], classes: int) -> None:
    """Raise ConfigurationError where there are more or fewer values than classes."""
    if len(values) != classes:
        raise ConfigurationError(
            field,
            values,
            f"Give {classes} numbers, one for each class.",
            f"There are {len(values)}.",
        )


def _inside(labels: Tensor, classes: int, ignore_index: int | None) -> None:
    if not _readable(labels):
        return
    lowest, highest = (int(bound.item()) for bound in labels.aminmax())
    if lowest >= 0 and highest < classes:
        return
    outside = labels[(labels < 0) | (labels >= classes)]
    wrong = outside[outside != ignore_index] if ignore_index is not None else outside
    if len(wrong):
        raise ConfigurationError(
            "target",
            int(wrong[0].item()),
            f"Give labels from 0 to {classes - 1}, or a model with more outputs.",
            f"The prediction has scores for {classes} of them.",
        )


def _readable(values: Tensor) -> bool:
    """Whether a look at the values costs next to nothing."""
    on_cpu = values.device.type == "cpu"
    return on_cpu and values.numel() > 0 and not torch.compiler.is_compiling()


def _remedy(prediction: Tensor, target: Tensor) -> str:
    if prediction.squeeze().shape == target.squeeze().shape:
        return "Bring both to one shape: prediction.squeeze(1) or target.unsqueeze(1)."
    return f"Give a target of the shape {tuple(prediction.shape)}."
