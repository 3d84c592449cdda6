"""Images moved by whole pixels."""

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
class Shift:
    """Each image moves by its own number of pixels, down and across; 0 comes in from outside.

    All shifts whose larger distance lies from `least` to `pixels` are equally likely.
    """

    pixels: int = 1
    """The farthest, in either direction."""
    least: int = 0
    """With 1 no image stays where it is."""

    def __post_init__(self) -> None:
        at_least("shift.least", self.least, 0)
        if self.pixels < self.least:
            raise ConfigurationError(
                "shift.pixels", self.pixels, f"Give a number of at least {self.least}."
            )

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """Images (n, c, h, w) stay of their size; targets stay as they are."""
        import torch
        import torch.nn.functional as F

        images = images_of(batch, "Shift")
        p = self.pixels
        reach = range(-p, p + 1)
        steps = [(y, x) for y in reach for x in reach if max(abs(y), abs(x)) >= self.least]
        possible = torch.tensor(steps, device=images.device)
        down, across = possible[whole(random, images, 0, len(steps) - 1)].unbind(1)
        padded = F.pad(images, (p, p, p, p))
        return Batch(windows(padded, p - down, p - across, *images.shape[2:]), batch.targets)
