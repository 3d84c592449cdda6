"""Boxes: their corners, their areas, and how much two of them have in common."""

from __future__ import annotations

import torch
from torch import Tensor


def corners(boxes: Tensor) -> Tensor:
    """(…, 4) as cx, cy, w, h → (…, 4) as left, top, right, bottom."""
    centre, size = boxes[..., :2], boxes[..., 2:]
    return torch.cat([centre - size / 2, centre + size / 2], dim=-1)


def areas(boxes: Tensor) -> Tensor:
    """(…, 4) as cx, cy, w, h → (…)."""
    return boxes[..., 2] * boxes[..., 3]


def intersection_over_union(a: Tensor, b: Tensor) -> Tensor:
    """IoU = |A ∩ B| / |A ∪ B| of every box of a with every box of b: 1 for equal ones, 0 apart.

    (m, 4) and (k, 4), both as cx, cy, w, h → (m, k). Two boxes without area have an IoU of 0.
    Source: Jaccard 1901; Everingham et al., "The PASCAL Visual Object Classes Challenge", 2010.
    """
    a_corners, b_corners = corners(a)[:, None], corners(b)[None]
    top_left = torch.maximum(a_corners[..., :2], b_corners[..., :2])
    bottom_right = torch.minimum(a_corners[..., 2:], b_corners[..., 2:])
    both = (bottom_right - top_left).clamp(min=0).prod(-1)
    either = areas(a)[:, None] + areas(b)[None] - both
    return torch.where(either > 0, both / either, 0)
