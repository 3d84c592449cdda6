"""VGG: nothing but 3 × 3 convolutions, stacked deep."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from torch import nn

from engine.errors import ConfigurationError, share
from engine.nn.vision.images import AsImages, Size

Stages = Sequence[Sequence[int]]
"""Channels of each convolution, stage by stage; each stage ends by halving the image."""


def vgg(
    stages: Stages = ((16, 16), (32, 32), (64,)),
    image: Size = (1, 8, 8),
    classes: int = 10,
    *,
    hidden: Sequence[int] = (),
    normalised: bool = False,
    dropout: float = 0.0,
) -> nn.Sequential:
    """(n, channels, height, width), or rows of pixels, to (n, classes) logits.

    Every convolution is 3 × 3, keeps the size, and is followed by ReLU; where `normalised`, batch
    normalisation stands between. A stage ends in 2 × 2 max pooling. Linear layers of `hidden`
    units, with ReLU and dropout, and the output layer follow. Thirteen plain layers, such as
    `vgg(((16,) * 5, (16,) * 4, (16,) * 4))`, hardly train; normalised they do. Source: Simonyan
    and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015.
    Raises ConfigurationError where there are more stages than the image can be halved.
    """
    share("dropout", dropout, one=True)
    channels, height, width = image
    side = 2 ** len(stages)
    if min(height, width) < side:
        raise ConfigurationError(
            "stages",
            tuple(stages),
            f"Give fewer stages, or images of at least {side} × {side} pixels.",
            f"Halved {len(stages)} times, {height} × {width} pixels leave nothing.",
        )
    layers = OrderedDict[str, nn.Module](images=AsImages(image))
    for stage, widths in enumerate(stages, start=1):
        for number, after in enumerate(widths, start=1):
            name = f"{stage}_{number}"
            layers[f"conv{name}"] = nn.Conv2d(channels, after, 3, padding=1)
            if normalised:
                layers[f"norm{name}"] = nn.BatchNorm2d(after)
            layers[f"relu{name}"] = nn.ReLU()
            channels = after
        layers[f"pool{stage}"] = nn.MaxPool2d(2)
    layers["flatten"] = nn.Flatten()
    features = channels * (height // side) * (width // side)
    for number, after in enumerate(hidden, start=1):
        layers[f"linear{number}"] = nn.Linear(features, after)
        layers[f"relu{number}"] = nn.ReLU()
        layers[f"dropout{number}"] = nn.Dropout(dropout)
        features = after
    layers[f"linear{len(hidden) + 1}"] = nn.Linear(features, classes)
    return nn.Sequential(layers)


def vgg16(classes: int = 1000, *, normalised: bool = False) -> nn.Sequential:
    """VGG16 in full, configuration D: (n, 3, 224, 224) to 1000 logits, 138,357,544 parameters.

    Half a gigabyte; `without_weights(vgg16)` has the shapes without the numbers.
    """
    stages = ((64,) * 2, (128,) * 2, (256,) * 3, (512,) * 3, (512,) * 3)
    return vgg(
        stages, (3, 224, 224), classes, hidden=(4096, 4096), normalised=normalised, dropout=0.5
    )
