"""Several augmentations, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.base import Augmentation, Batch

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Compose:
    """The first one changes the batch, the second one what came out of it, and so on."""

    parts: tuple[Augmentation, ...]

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """The batch after all parts, which draw from one generator in turn."""
        for part in self.parts:
            batch = part(batch, random)
        return batch
