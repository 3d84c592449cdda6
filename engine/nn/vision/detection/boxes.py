"""Boxes: their corners, and how much two of them have in common."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.metrics import iou


def corners(boxes: Tensor) -> Tensor:
    """(…, 4) as cx, cy, w, h → (…, 4) as left, top, right, bottom."""
    centre, size = boxes[..., :2], boxes[..., 2:]
    return torch.cat([centre - size / 2, centre + size / 2], dim=-1)


def intersection_over_union(a: Tensor, b: Tensor) -> Tensor:
    """IoU = |A ∩ B| / |A ∪ B| of every box of a with every box of b: 1 for equal ones, 0 apart.

    (m, 4) and (k, 4), both as cx, cy, w, h → (m, k): see `engine.metrics.iou`, which takes corners.
    """
    return iou(corners(a), corners(b))
