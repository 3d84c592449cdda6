"""Non-maximum suppression: of several boxes for one thing only the surest is kept."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.errors import share
from engine.nn.vision.detection.boxes import intersection_over_union


def suppress(boxes: Tensor, scores: Tensor, threshold: float = 0.5) -> Tensor:
    """Take the box with the highest score, drop all that overlap it, and again with the rest.

    `boxes`: (k, 4) as cx, cy, w, h; `scores`: (k,). A box is dropped where its IoU with one that
    was taken is above `threshold`. Returns the numbers of those taken, best first, int64. Of equal
    scores the first comes first. Raises ConfigurationError for a threshold outside 0 … 1.
    """
    share("threshold", threshold, one=True)
    overlap = intersection_over_union(boxes, boxes)
    waiting = scores.argsort(descending=True, stable=True)
    taken = []
    while len(waiting):
        best, waiting = waiting[0], waiting[1:]
        taken.append(best)
        waiting = waiting[overlap[best, waiting] <= threshold]
    return torch.stack(taken) if taken else waiting
