"""Images of the data, as they are and as augmentation changes them."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.data import Batch, Dataset
from engine.data.base import Augmentation
from engine.errors import at_least, one_of
from engine.observations import Pictures
from engine.probes.base import Scene, Still, unfit
from engine.probes.pictures import as_images, pictures, that_fit
from engine.probes.sample import some


@dataclass(frozen=True, slots=True)
class ImageGrid:
    """Images of a split with their classes, shown once, before training."""

    count: int = 16
    split: str = "train"
    name: str = field(default="images", init=False)

    def __post_init__(self) -> None:
        at_least("ImageGrid.count", self.count, 1)
        one_of("ImageGrid.split", self.split, ("train", "validation", "test"))

    def start(self) -> ImageGridObserver:
        """Make the observer of one run."""
        return ImageGridObserver(self)


class ImageGridObserver(Still):
    """Shows images before the first step and nothing after it."""

    def __init__(self, probe: ImageGrid) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> Pictures:
        """The images. Raises ConfigurationError for data that are none."""
        data, images, targets = _images(scene, "ImageGrid", self._probe.split, self._probe.count)
        captions: tuple[str, ...] = ()
        if data.classes and targets.numel() == len(images):
            captions = tuple(data.classes[int(number)] for number in targets.flatten())
        return pictures(images, captions)

    def look(self, scene: Scene) -> None:
        """Nothing new."""


@dataclass(frozen=True, slots=True)
class Augmented:
    """Training images, each in a row with what augmentation makes of it, shown once."""

    augmentations: tuple[Augmentation, ...]
    """Applied one after the other, as in training."""
    images: int = 4
    variants: int = 5
    """Draws for each image, beside the image itself."""
    seed: int = 0
    name: str = field(default="augmented", init=False)

    def __post_init__(self) -> None:
        at_least("Augmented.images", self.images, 1)
        at_least("Augmented.variants", self.variants, 1)

    def start(self) -> AugmentedObserver:
        """Make the observer of one run."""
        return AugmentedObserver(self)


class AugmentedObserver(Still):
    """Shows images before the first step and nothing after it."""

    def __init__(self, probe: Augmented) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> Pictures:
        """Row by row. Raises ConfigurationError for data that are no images."""
        probe, width = self._probe, self._probe.variants + 1
        data, images, _ = _images(scene, "Augmented", "train", probe.images)
        rows = max(1, that_fit(images) // width)
        examples = some(data.train, min(probe.images, rows))
        random = torch.Generator().manual_seed(probe.seed)
        shown = [examples.inputs.cpu()]
        for _ in range(probe.variants):
            batch = Batch(examples.inputs.cpu(), examples.targets.cpu())
            for augmentation in probe.augmentations:
                batch = augmentation(batch, random)
            shown.append(batch.inputs)
        drawn = as_images(torch.stack(shown, dim=1).flatten(0, 1), data.image_shape)
        assert drawn is not None
        captions = ("original", *[f"draw {number}" for number in range(1, width)]) * len(examples)
        return pictures(drawn, captions, columns=width)

    def look(self, scene: Scene) -> None:
        """Nothing new."""


def _images(scene: Scene, probe: str, split: str, count: int) -> tuple[Dataset, Tensor, Tensor]:
    """The data, and some images of a split (n, c, h, w) with their targets."""
    data = scene.data
    examples = None if data is None else getattr(data, split)
    if data is None or not examples or data.tokens:
        raise unfit(probe, f"images in the {split} split", "Give the experiment images.")
    chosen = some(examples, count)
    images = as_images(chosen.inputs, data.image_shape)
    if images is None:
        raise unfit(probe, f"images in the {split} split", "Give the experiment images.")
    return data, images, chosen.targets
