"""Pictures: as images or as rows of numbers, larger, shifted, changed at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.base import Batch, Dataset, Examples
from engine.data.changes.each_split import changed, images_of
from engine.data.splits import generator
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    from engine.data.base import Augmentation


def as_images(data: Dataset) -> Dataset:
    """Inputs (n, c·h·w) become (n, c, h, w), as convolutions and augmentations want them.

    Images stay as they are. Raises ConfigurationError for data without an image shape.
    """
    if data.image_shape is None:
        raise ConfigurationError("as_images.data", data.name, "Give a data set of images.")
    height, width = data.image_shape

    def change(part: Examples) -> Examples:
        return Examples(part.inputs.reshape(len(part), -1, height, width), part.targets)

    return changed(data, change)


def flattened(data: Dataset) -> Dataset:
    """Inputs (n, …) become (n, k), as linear layers want them."""
    return changed(data, lambda part: Examples(part.inputs.flatten(1), part.targets))


def resized(data: Dataset, height: int, width: int) -> Dataset:
    """Images (n, c, …) become (n, c, height, width), by bilinear interpolation.

    Smaller ones are averaged first (antialiasing). Raises ConfigurationError where inputs are not
    images.
    """
    at_least("resized.height", height, 1)
    at_least("resized.width", width, 1)
    images_of(data, "resized")
    import torch.nn.functional as F

    def change(part: Examples) -> Examples:
        images = F.interpolate(
            part.inputs, size=(height, width), mode="bilinear", align_corners=False, antialias=True
        )
        return Examples(images, part.targets)

    return replace(changed(data, change), image_shape=(height, width))


def augmented(
    data: Dataset,
    augmentation: Augmentation,
    *,
    seed: int = 0,
    splits: Sequence[str] = ("train",),
) -> Dataset:
    """Every example of these splits changed once, for good.

    In training this is what a cache in front of the augmentation does: each epoch meets the same
    changed images. On the test split it makes a harder test.
    """
    random = generator(seed)

    def change(part: Examples) -> Examples:
        return Examples(*augmentation(Batch(part.inputs, part.targets), random))

    return changed(data, change, splits)


def shifted(
    data: Dataset,
    *,
    least: int = 1,
    most: int = 2,
    seed: int = 0,
    splits: Sequence[str] = ("test",),
) -> Dataset:
    """Each image moved by `least` to `most` pixels; what comes in from outside is 0.

    The larger of the two distances, down and across, lies between the bounds, every such shift
    is as likely as any other. Raises ConfigurationError where inputs are not images.
    """
    images_of(data, "shifted")
    from engine.augment.shift import Shift

    return augmented(data, Shift(most, least=least), seed=seed, splits=splits)
