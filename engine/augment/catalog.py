"""Augmentations by name."""

from __future__ import annotations

from engine.augment.colour import Brightness, Contrast, Noise
from engine.augment.crop import RandomCrop
from engine.augment.cutmix import CutMix
from engine.augment.cutout import Cutout
from engine.augment.flip import HorizontalFlip, VerticalFlip
from engine.augment.mixup import Mixup
from engine.augment.normalise import Normalise
from engine.augment.rotate import Rotate
from engine.augment.shift import Shift
from engine.catalog import Catalog, Entry
from engine.data.base import Augmentation

augmentations: Catalog[Augmentation] = Catalog(
    "augmentation",
    Entry("shift", Shift, "moves images by whole pixels"),
    Entry("random_crop", RandomCrop, "pads images and cuts out a part at a random place"),
    Entry("horizontal_flip", HorizontalFlip, "mirrors images left to right"),
    Entry("vertical_flip", VerticalFlip, "mirrors images top to bottom"),
    Entry("rotate", Rotate, "turns images by a few degrees"),
    Entry("brightness", Brightness, "makes images brighter or darker"),
    Entry("contrast", Contrast, "makes differences within images larger or smaller"),
    Entry("noise", Noise, "adds Gaussian noise to inputs of any shape"),
    Entry("cutout", Cutout, "blanks a square of each image"),
    Entry("mixup", Mixup, "blends pairs of examples and their targets"),
    Entry("cutmix", CutMix, "pastes a box of another image into each, and blends the targets"),
    Entry("normalise", Normalise, "centres and scales each channel by given numbers"),
)
