"""Random changes to training batches, as tensor operations on the batch's own device.

An augmentation is a frozen description; called with a batch and a generator it returns a new
batch. Every random number comes from that generator. Importing this loads no torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

if TYPE_CHECKING:
    from engine.augment.colour import Brightness, Contrast, Noise
    from engine.augment.compose import Compose
    from engine.augment.crop import RandomCrop
    from engine.augment.cutmix import CutMix
    from engine.augment.cutout import Cutout
    from engine.augment.flip import HorizontalFlip, VerticalFlip
    from engine.augment.mixup import Mixup
    from engine.augment.normalise import Normalise
    from engine.augment.rotate import Rotate
    from engine.augment.shift import Shift

__all__ = [
    "Brightness",
    "Compose",
    "Contrast",
    "CutMix",
    "Cutout",
    "HorizontalFlip",
    "Mixup",
    "Noise",
    "Normalise",
    "RandomCrop",
    "Rotate",
    "Shift",
    "VerticalFlip",
]

_HOMES = {
    "Brightness": "colour",
    "Compose": "compose",
    "Contrast": "colour",
    "CutMix": "cutmix",
    "Cutout": "cutout",
    "HorizontalFlip": "flip",
    "Mixup": "mixup",
    "Noise": "colour",
    "Normalise": "normalise",
    "RandomCrop": "crop",
    "Rotate": "rotate",
    "Shift": "shift",
    "VerticalFlip": "flip",
}

__getattr__ = lazy(__name__, _HOMES)
