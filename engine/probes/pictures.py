"""Turns inputs into images and texts that can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor
from torch.nn import functional as F

from engine.data import Dataset
from engine.observations import LARGEST, Array, Pictures

WIDEST = 64
"""Pixels along a side at most; larger images are averaged down: a terminal shows no more."""
LONGEST = 200
"""Characters of one text at most."""


def as_images(inputs: Tensor, shape: tuple[int, int] | None = None) -> Tensor | None:
    """(n, channels, height, width) on the CPU, 1 or 3 channels, or None for what is no image.

    Takes (n, c, h, w), (n, h, w), and with a `shape` (n, c · h · w). Of other numbers of channels
    the first one is shown.
    """
    images = inputs.detach().cpu().float()
    if shape is not None:
        images = images.reshape(len(images), -1, *shape)
    elif images.ndim == 3:
        images = images.unsqueeze(1)
    if images.ndim != 4:
        return None
    if images.shape[1] not in (1, 3):
        images = images[:, :1]
    if max(images.shape[2:]) > WIDEST:
        scale = WIDEST / max(images.shape[2:])
        height, width = (max(1, int(side * scale)) for side in images.shape[2:])
        images = F.adaptive_avg_pool2d(images, (height, width))
    return images


def that_fit(images: Tensor, bound: int = LARGEST) -> int:
    """How many of these images fit into `bound` bytes; 1 at least."""
    return max(1, bound // (4 * max(1, images[0].numel()))) if len(images) else 0


def pictures(
    images: Tensor,
    captions: Sequence[str] = (),
    *,
    limits: tuple[float, float] = (0.0, 1.0),
    columns: int = 0,
) -> Pictures:
    """As many of the images (n, c, h, w) as an observation holds."""
    count = that_fit(images)
    return Pictures(
        images=Array.of(images[:count]),
        captions=tuple(captions[:count]),
        low=limits[0],
        high=limits[1],
        columns=columns,
    )


def as_texts(inputs: Tensor, data: Dataset) -> tuple[str, ...]:
    """Inputs (n, length) of token numbers as text, without padding; () for anything else."""
    if not data.tokens or inputs.is_floating_point() or inputs.ndim != 2:
        return ()
    # Characters need no space between them.
    between = "" if max(map(len, data.tokens[2:]), default=0) <= 1 else " "
    rows = inputs.cpu().tolist()
    return tuple(
        between.join(data.tokens[number] for number in row if number)[:LONGEST] for row in rows
    )
