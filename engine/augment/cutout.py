"""Cutout: a square of each image is blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import uniform, whole
from engine.augment.images import box_mask, images_of
from engine.data.base import Batch
from engine.errors import at_least, share

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Cutout:
    """A square of side s around a random pixel is set to 0, as far as it lies in the image.

    The centre may be any pixel, so that at the border less is cut. The rows y₁ … y₂ − 1 are blank,
    with y₁ = max(y − ⌊s/2⌋, 0) and y₂ = min(y − ⌊s/2⌋ + s, h); with a minus in both nothing is.

    Source: T. DeVries and G. Taylor, "Improved Regularization of Convolutional Neural Networks
    with Cutout", 2017.
    """

    size: int = 8
    """s: side of the square, in pixels. The paper uses 16 for images of 32 x 32."""
    probability: float = 1.0
    """That an image is cut."""

    def __post_init__(self) -> None:
        at_least("cutout.size", self.size, 1)
        share("cutout.probability", self.probability, one=True)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets stay as they are."""
        images = images_of(batch, "Cutout")
        y = whole(random, images, 0, images.shape[2] - 1)
        x = whole(random, images, 0, images.shape[3] - 1)
        size = (uniform(random, images) < self.probability).long() * self.size
        return Batch(images.masked_fill(box_mask(images, y, x, size, size), 0), batch.targets)

    def expected_area(self, height: int, width: int) -> float:
        """Pixels that are blank on average, in images of that size: p · E[rows] · E[columns]."""
        return self.probability * self._expected(height) * self._expected(width)

    def _expected(self, length: int) -> float:
        """E = 1/h Σᵧ (y₂ − y₁): how long the cut is along one side, on average."""
        half = self.size // 2
        covered = [
            min(centre - half + self.size, length) - max(centre - half, 0)
            for centre in range(length)
        ]
        return sum(covered) / length
