"""Random changes to training batches, as tensor operations on the batch's own device.

An augmentation is a frozen description; called with a batch and a generator it returns a new
batch. Every random number comes from that generator. Importing this loads no torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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
    "Brightness": "engine.augment.colour",
    "Compose": "engine.augment.compose",
    "Contrast": "engine.augment.colour",
    "CutMix": "engine.augment.cutmix",
    "Cutout": "engine.augment.cutout",
    "HorizontalFlip": "engine.augment.flip",
    "Mixup": "engine.augment.mixup",
    "Noise": "engine.augment.colour",
    "Normalise": "engine.augment.normalise",
    "RandomCrop": "engine.augment.crop",
    "Rotate": "engine.augment.rotate",
    "Shift": "engine.augment.shift",
    "VerticalFlip": "engine.augment.flip",
}


def __getattr__(name: str) -> object:
    """Load an augmentation when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
