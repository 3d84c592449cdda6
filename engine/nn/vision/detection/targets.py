"""What every cell of the grid should say, from the boxes of an image."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import ConfigurationError


@dataclass(frozen=True, slots=True, eq=False)
class GridTargets:
    """The right answer of every cell, for n images and rows × columns cells."""

    present: Tensor
    """(n, rows, columns), bool: whether the centre of a thing lies in the cell."""
    boxes: Tensor
    """(n, rows, columns, 4): its cx, cy, w, h, as shares of the image; 0 where there is none."""
    classes: Tensor
    """(n, rows, columns), int64: its class; 0 where there is none."""


def on_grid(targets: Tensor, rows: int, columns: int) -> GridTargets:
    """Give every box to the cell in which its centre lies.

    `targets`: (n, max_boxes, 5), class, cx, cy, w, h for each box and class −1 where there is none.
    A cell holds one thing: of two centres in one cell the box that is listed first stays. Raises
    ConfigurationError for targets of another shape.
    """
    if targets.dim() != 3 or targets.shape[-1] != 5:
        raise ConfigurationError(
            "targets",
            tuple(targets.shape),
            "Give (n, max_boxes, 5): class, cx, cy, w, h for each box, class −1 for none.",
        )
    n = len(targets)
    present = torch.zeros(n, rows, columns, dtype=torch.bool, device=targets.device)
    boxes = targets.new_zeros(n, rows, columns, 4)
    classes = torch.zeros(n, rows, columns, dtype=torch.int64, device=targets.device)
    row = (targets[..., 2] * rows).long().clamp(0, rows - 1)
    column = (targets[..., 1] * columns).long().clamp(0, columns - 1)
    for number in reversed(range(targets.shape[1])):  # so that the first box is written last
        image = (targets[:, number, 0] >= 0).nonzero().squeeze(1)
        cell = (image, row[image, number], column[image, number])
        present[cell] = True
        boxes[cell] = targets[image, number, 1:]
        classes[cell] = targets[image, number, 0].long()
    return GridTargets(present, boxes, classes)
