"""From the answers of the cells to a list of things."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import share
from engine.nn.vision.detection.suppression import suppress


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """What was found in one image, surest first."""

    boxes: Tensor
    """(k, 4): cx, cy, w, h as shares of the image."""
    scores: Tensor
    """(k,): probability of something being there, times that of its class."""
    classes: Tensor
    """(k,), int64."""

    def __len__(self) -> int:
        return len(self.scores)


@torch.no_grad()
def decode(
    answers: Tensor, *, least_score: float = 0.5, most_overlap: float = 0.5
) -> tuple[Detections, ...]:
    """Answers of a `Detector`, (n, rows, columns, 5 + classes) → what is in each image.

    Boxes whose score is below `least_score` are left out; of boxes of one class that overlap by an
    IoU above `most_overlap` the surest is kept (`suppress`). Raises ConfigurationError for shares
    outside 0 … 1.
    """
    share("least_score", least_score, one=True)
    return tuple(_in_one(image.flatten(0, 1), least_score, most_overlap) for image in answers)


def _in_one(cells: Tensor, least_score: float, most_overlap: float) -> Detections:
    certainty, classes = cells[:, 5:].softmax(-1).max(-1)
    scores = cells[:, 0].sigmoid() * certainty
    sure = scores >= least_score
    boxes, scores, classes = cells[sure, 1:5], scores[sure], classes[sure]
    kept = torch.zeros_like(scores, dtype=torch.bool)
    for one in classes.unique():
        of_class = (classes == one).nonzero().squeeze(1)
        kept[of_class[suppress(boxes[of_class], scores[of_class], most_overlap)]] = True
    order = scores.argsort(descending=True, stable=True)
    order = order[kept[order]]
    return Detections(boxes[order], scores[order], classes[order])
