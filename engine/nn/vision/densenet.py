"""DenseNet: every layer sees what all layers before it have found."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, at_least
from engine.nn.vision.images import AsImages, Size


class DenseBlock(nn.Module):
    """xₗ = Hₗ([x₀, x₁, …, xₗ₋₁]): each layer adds `growth` channels to all there are.

    H is batch normalisation, ReLU and a 3 × 3 convolution. 16 channels and four layers with growth
    12 give 16 + 4 · 12 = 64. Source: Huang, Liu, van der Maaten and Weinberger, "Densely Connected
    Convolutional Networks", 2017, equation 2.
    """

    def __init__(self, channels: int, layers: int, growth: int) -> None:
        """Raises ConfigurationError for fewer than 1 layer or a growth below 1."""
        super().__init__()
        at_least("layers", layers, 1)
        at_least("growth", growth, 1)
        self.out_channels = channels + layers * growth
        self.layers = nn.ModuleList(
            nn.Sequential(
                OrderedDict[str, nn.Module](
                    norm=nn.BatchNorm2d(channels + number * growth),
                    relu=nn.ReLU(),
                    conv=nn.Conv2d(channels + number * growth, growth, 3, padding=1, bias=False),
                )
            )
            for number in range(layers)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, h, w) → (n, channels + layers · growth, h, w)."""
        for layer in self.layers:
            x = torch.cat([x, layer(x)], dim=1)
        return x


def densenet(
    blocks: Sequence[int] = (4, 4),
    growth: int = 12,
    image: Size = (1, 8, 8),
    classes: int = 10,
    *,
    width: int = 16,
    compression: float = 0.5,
) -> nn.Sequential:
    """(n, channels, height, width), or rows of pixels, to (n, classes) logits.

    Dense blocks with as many layers as `blocks` says; between two of them a 1 × 1 convolution
    keeps the share `compression` of the channels and a pooling halves the image. A mean over all
    places and one linear layer decide. Source: Huang, Liu, van der Maaten and Weinberger 2017.
    Raises ConfigurationError for no blocks, or a compression outside 0 < c ≤ 1.
    """
    if not blocks:
        raise ConfigurationError("blocks", blocks, "Give the layers of at least one dense block.")
    if not 0 < compression <= 1:
        raise ConfigurationError("compression", compression, "Give a share above 0, at most 1.")
    layers = OrderedDict[str, nn.Module](
        images=AsImages(image), stem=nn.Conv2d(image[0], width, 3, padding=1, bias=False)
    )
    for number, depth in enumerate(blocks, start=1):
        if number > 1:
            thinner = max(1, int(compression * width))
            layers[f"transition{number - 1}"] = _transition(width, thinner)
            width = thinner
        block = DenseBlock(width, depth, growth)
        layers[f"dense{number}"] = block
        width = block.out_channels
    layers["norm"] = nn.BatchNorm2d(width)
    layers["relu"] = nn.ReLU()
    layers["pool"] = nn.AdaptiveAvgPool2d(1)
    layers["flatten"] = nn.Flatten()
    layers["linear"] = nn.Linear(width, classes)
    return nn.Sequential(layers)


def _transition(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        OrderedDict[str, nn.Module](
            norm=nn.BatchNorm2d(before),
            relu=nn.ReLU(),
            conv=nn.Conv2d(before, after, 1, bias=False),
            pool=nn.AvgPool2d(2),
        )
    )
