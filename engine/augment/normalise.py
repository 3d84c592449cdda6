"""Each channel centred and scaled by given statistics: the same for every image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.augment.images import images_of
from engine.data.base import Batch
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Normalise:
    """(x − mean) / std for each channel. Nothing is random.

    For the end of a pipeline whose other parts want values from 0 to 1. Validation and test need
    it as well: `engine.data.normalised` does it for all splits, once, and is mostly what one wants.
    """

    mean: tuple[float, ...]
    """One for each channel."""
    std: tuple[float, ...]
    """One for each channel, above 0."""

    def __post_init__(self) -> None:
        if not self.mean or len(self.mean) != len(self.std):
            raise ConfigurationError(
                "normalise.std", self.std, "Give mean and std one number for each channel."
            )
        for value in self.std:
            at_least("normalise.std", value, 0, inclusive=False)

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:  # noqa: ARG002
        """Images (n, c, h, w); targets stay as they are.

        Raises ConfigurationError for another number of channels: one pair of numbers for three
        channels would be taken for all of them without a word.
        """
        images = images_of(batch, "Normalise")
        if len(self.mean) != images.shape[1]:
            raise ConfigurationError(
                "normalise.mean", self.mean, f"Give {images.shape[1]} numbers, one a channel."
            )
        mean = images.new_tensor(self.mean)[:, None, None]
        std = images.new_tensor(self.std)[:, None, None]
        return Batch((images - mean) / std, batch.targets)
