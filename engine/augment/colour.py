"""Images brighter, darker, with more or less contrast, with noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import normal, uniform
from engine.augment.images import images_of
from engine.data.base import Batch
from engine.errors import at_least, share

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Brightness:
    """Each image is multiplied by its own factor, from 1 − change to 1 + change."""

    change: float = 0.2
    clamp: bool = True
    """Keep values in 0 … 1; turn it off for images that were normalised before."""

    def __post_init__(self) -> None:
        share("brightness.change", self.change, one=True)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets stay as they are."""
        images = images_of(batch, "Brightness")
        factor = uniform(random, images, 1 - self.change, 1 + self.change)
        changed = images * factor.to(images.dtype)[:, None, None, None]
        return Batch(changed.clamp(0, 1) if self.clamp else changed, batch.targets)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Each image's distance to its own mean is multiplied, by 1 − change to 1 + change."""

    change: float = 0.2
    clamp: bool = True
    """Keep values in 0 … 1; turn it off for images that were normalised before."""

    def __post_init__(self) -> None:
        share("contrast.change", self.change, one=True)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w); targets stay as they are."""
        images = images_of(batch, "Contrast")
        factor = uniform(random, images, 1 - self.change, 1 + self.change)
        mean = images.mean(dim=(1, 2, 3), keepdim=True)
        changed = mean + (images - mean) * factor.to(images.dtype)[:, None, None, None]
        return Batch(changed.clamp(0, 1) if self.clamp else changed, batch.targets)


@dataclass(frozen=True, slots=True)
class Noise:
    """Gaussian noise on every number of the input; it need not be an image."""

    deviation: float = 0.1
    """Standard deviation."""
    clamp: bool = False
    """Keep values in 0 … 1, for images."""

    def __post_init__(self) -> None:
        at_least("noise.deviation", self.deviation, 0)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Inputs (n, …); targets stay as they are."""
        changed = batch.inputs + self.deviation * normal(random, batch.inputs)
        return Batch(changed.clamp(0, 1) if self.clamp else changed, batch.targets)
