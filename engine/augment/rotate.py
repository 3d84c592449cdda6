"""Images turned about their centre."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import uniform
from engine.augment.images import images_of
from engine.data.base import Batch
from engine.errors import at_least

if TYPE_CHECKING:
    import torch
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Rotate:
    """Each image is turned by its own angle; 0 comes in from outside.

    A digit survives some ten degrees; turned by 180 a 6 is a 9.
    """

    degrees: float = 10.0
    """The largest angle, in either direction; all up to there are equally likely."""

    def __post_init__(self) -> None:
        at_least("rotate.degrees", self.degrees, 0)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w) stay of their size; targets stay as they are."""
        images = images_of(batch, "Rotate")
        angle = uniform(random, images, -self.degrees, self.degrees)
        return Batch(rotated(images, angle), batch.targets)


def rotated(images: Tensor, degrees: Tensor) -> Tensor:
    """Images (n, c, h, w) turned anticlockwise by `degrees` (n,), by bilinear interpolation.

    The pixel at (x, y), counted from the centre and with y downwards, shows what lay at
    (x cos θ − y sin θ, x sin θ + y cos θ).
    """
    import torch
    import torch.nn.functional as F

    theta = degrees.to(images.dtype) * (math.pi / 180)
    cos, sin, zero = theta.cos(), theta.sin(), torch.zeros_like(theta)
    # The grid runs from −1 to 1 along both sides, whatever their lengths: hence the ratio.
    ratio = images.shape[2] / images.shape[3]
    across = torch.stack([cos, -sin * ratio, zero], dim=1)
    down = torch.stack([sin / ratio, cos, zero], dim=1)
    grid = F.affine_grid(
        torch.stack([across, down], dim=1), list(images.shape), align_corners=False
    )
    return F.grid_sample(images, grid, mode="bilinear", align_corners=False)
