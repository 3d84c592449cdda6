"""How well boxes cover each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from torch import Tensor


def iou(first: Tensor, second: Tensor) -> Tensor:
    """IoU = |A ∩ B| / |A ∪ B| of every box with every other: (n, 4), (m, 4) → (n, m), 0 … 1.

    A box is (x₁, y₁, x₂, y₂), two opposite corners with x₁ ≤ x₂ and y₁ ≤ y₂, in any unit. Two boxes
    without area have 0. Raises ConfigurationError for other shapes.

    Sources: Jaccard 1901; Everingham et al., "The PASCAL Visual Object Classes Challenge", 2010,
    equation 2.
    """
    _check_boxes("first", first)
    _check_boxes("second", second)
    return _iou(first.unsqueeze(1), second.unsqueeze(0))


def mean_iou(predictions: Tensor, targets: Tensor) -> float:
    """Mean intersection over union of each predicted box with its own target, (n, 4) and (n, 4)."""
    _check_boxes("predictions", predictions)
    _check_boxes("targets", targets)
    if len(predictions) != len(targets):
        raise ConfigurationError(
            "targets.shape",
            tuple(targets.shape),
            f"Give one box for each prediction: {tuple(predictions.shape)}.",
        )
    return _iou(predictions, targets).mean().item()


def _iou(a: Tensor, b: Tensor) -> Tensor:
    """Of boxes (…, 4) that can be broadcast against each other."""
    upper_left = a[..., :2].maximum(b[..., :2])
    lower_right = a[..., 2:].minimum(b[..., 2:])
    both = (lower_right - upper_left).clamp(min=0).prod(-1)
    either = _area(a) + _area(b) - both
    return (both / either).where(either > 0, 0.0)


def _area(boxes: Tensor) -> Tensor:
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)


def _check_boxes(field: str, boxes: Tensor) -> None:
    if boxes.dim() != 2 or boxes.shape[1] != 4:
        raise ConfigurationError(f"{field}.shape", tuple(boxes.shape), "Give boxes (n, 4).")
