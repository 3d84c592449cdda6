"""Images as a mirror shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import uniform
from engine.augment.images import images_of
from engine.data.base import Batch
from engine.errors import share

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class HorizontalFlip:
    """Left and right change places. Right for cats, wrong for digits: a mirrored 2 is none."""

    probability: float = 0.5
    """That an image is flipped."""

    def __post_init__(self) -> None:
        share("horizontal_flip.probability", self.probability, one=True)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets stay as they are."""
        return _flipped(batch, random, self.probability, 3, "HorizontalFlip")


@dataclass(frozen=True, slots=True)
class VerticalFlip:
    """Top and bottom change places. Right for what is seen from above, wrong for most else."""

    probability: float = 0.5
    """That an image is flipped."""

    def __post_init__(self) -> None:
        share("vertical_flip.probability", self.probability, one=True)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets stay as they are."""
        return _flipped(batch, random, self.probability, 2, "VerticalFlip")


def _flipped(
    batch: Batch, random: torch.Generator, probability: float, dim: int, who: str
) -> Batch:
    images = images_of(batch, who)
    chosen = uniform(random, images) < probability
    return Batch(images.flip(dim).where(chosen[:, None, None, None], images), batch.targets)
