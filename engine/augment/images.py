"""What augmentations of images have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from torch import Tensor

    from engine.data.base import Batch


def images_of(batch: Batch, who: str) -> Tensor:
    """The images of a batch, (n, c, h, w). Raises ConfigurationError for anything else."""
    images = batch.inputs
    if images.ndim != 4:
        raise ConfigurationError(
            "augment",
            who,
            "Give it images, with inputs (n, c, h, w): `as_images(data)`, or `flat=False`.",
            f"It changes images, and the inputs have shape {tuple(images.shape)}.",
        )
    return images


def windows(images: Tensor, top: Tensor, left: Tensor, height: int, width: int) -> Tensor:
    """From each image (n, c, h, w) the part (c, height, width) that starts at its own corner.

    `top` and `left` are (n,), int64.
    """
    import torch

    n, channels = images.shape[:2]
    device = images.device
    rows = top[:, None] + torch.arange(height, device=device)  # (n, height)
    columns = left[:, None] + torch.arange(width, device=device)  # (n, width)
    return images[
        torch.arange(n, device=device)[:, None, None, None],
        torch.arange(channels, device=device)[None, :, None, None],
        rows[:, None, :, None],
        columns[:, None, None, :],
    ]


def box_mask(
    images: Tensor, centre_y: Tensor, centre_x: Tensor, height: Tensor, width: Tensor
) -> Tensor:
    """True inside a box of each image: (n, 1, h, w). What lies outside of the image is cut off.

    All four are (n,), int64, in pixels. The box begins half its size, rounded down, before the
    centre: rows from y − ⌊height/2⌋ up to, and without, y − ⌊height/2⌋ + height.
    """
    rows = _between(images.shape[2], centre_y, height)
    columns = _between(images.shape[3], centre_x, width)
    return (rows[:, :, None] & columns[:, None, :])[:, None]


def _between(length: int, centre: Tensor, size: Tensor) -> Tensor:
    """Which of `length` positions a section covers: (n, length)."""
    import torch

    position = torch.arange(length, device=centre.device)
    start = (centre - size // 2)[:, None]
    return (start <= position) & (position < start + size[:, None])
