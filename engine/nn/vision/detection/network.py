"""A detector that looks once: every cell of a grid says what has its centre there."""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn

from engine.errors import at_least


class Detector(nn.Module):
    """(n, channels, height, width) → (n, rows, columns, 5 + classes): an answer for each cell.

    The answer holds a logit for "there is something", the box as cx, cy, w, h in shares of the
    image, and logits of the classes. A cell can only place a centre in itself: with σ the sigmoid
    and c, r the column and row of the cell,

        cx = (c + σ(t_x)) / columns    cy = (r + σ(t_y)) / rows    w = σ(t_w)    h = σ(t_h)

    Convolutions only; `halvings` of them have a stride of 2, so that a cell is 2^halvings pixels
    wide: 8 with 3 of them. Source: Redmon, Divvala, Girshick and Farhadi, "You Only Look Once",
    2016, for the grid; Redmon and Farhadi, "YOLO9000", 2017, for σ.
    """

    def __init__(
        self, classes: int = 10, *, channels: int = 1, width: int = 16, halvings: int = 3
    ) -> None:
        """`width`: channels of the first convolution. Raises ConfigurationError below 1."""
        super().__init__()
        at_least("classes", classes, 1)
        at_least("width", width, 1)
        at_least("halvings", halvings, 1)
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        before = channels
        for number in range(1, halvings + 1):
            after = width * 2 ** (number - 1)
            layers[f"conv{number}"] = nn.Conv2d(before, after, 3, padding=1, bias=False)
            layers[f"norm{number}"] = nn.BatchNorm2d(after)
            layers[f"relu{number}"] = nn.ReLU()
            layers[f"halve{number}"] = nn.Conv2d(after, after, 3, stride=2, padding=1)
            layers[f"bend{number}"] = nn.ReLU()
            before = after
        # A thing may be larger than its cell: the answer looks at the cells around it too.
        layers["around"] = nn.Conv2d(before, before, 3, padding=1)
        layers["bend"] = nn.ReLU()
        self.body = nn.Sequential(layers)
        self.head = nn.Conv2d(before, 5 + classes, 1)

    def forward(self, images: Tensor) -> Tensor:
        """Answers as above; boxes are ready to be compared with those of the targets."""
        raw: Tensor = self.head(self.body(images))
        raw = raw.permute(0, 2, 3, 1)
        _, rows, columns, _ = raw.shape
        row = torch.arange(rows, device=raw.device, dtype=raw.dtype)[:, None]
        column = torch.arange(columns, device=raw.device, dtype=raw.dtype)[None]
        x, y, w, h = raw[..., 1:5].sigmoid().unbind(-1)
        boxes = torch.stack([(column + x) / columns, (row + y) / rows, w, h], dim=-1)
        return torch.cat([raw[..., :1], boxes, raw[..., 5:]], dim=-1)
