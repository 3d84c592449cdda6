"""Images cut out at a random place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.draws import whole
from engine.augment.images import images_of, windows
from engine.data.base import Batch
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class RandomCrop:
    """A frame of zeros is put around each image, then a part of it is cut out.

    Source: He, Zhang, Ren and Sun, "Deep Residual Learning", 2016 (CIFAR-10: 32 x 32 with
    4 pixels of padding on each side).
    """

    padding: int = 4
    """Pixels added on each side."""
    size: int | None = None
    """Height and width of what is cut out; None: those of the image."""

    def __post_init__(self) -> None:
        at_least("random_crop.padding", self.padding, 0)
        if self.size is not None:
            at_least("random_crop.size", self.size, 1)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w) become (n, c, size, size); targets stay as they are.

        Raises ConfigurationError for a size above that of the padded image.
        """
        import torch.nn.functional as F

        images = images_of(batch, "RandomCrop")
        padded = F.pad(images, (self.padding,) * 4)
        height = images.shape[2] if self.size is None else self.size
        width = images.shape[3] if self.size is None else self.size
        free_y, free_x = padded.shape[2] - height, padded.shape[3] - width
        if min(free_y, free_x) < 0:
            raise ConfigurationError(
                "random_crop.size",
                self.size,
                f"Give a number up to {min(padded.shape[2:])}, or more padding.",
            )
        top, left = whole(random, images, 0, free_y), whole(random, images, 0, free_x)
        return Batch(windows(padded, top, left, height, width), batch.targets)
