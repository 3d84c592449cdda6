"""Send an image of zeros through, and count what comes out. It always works."""

import torch
from torch import nn


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    convolution = nn.Conv2d(1, channels, kernel, padding=padding)
    layers = nn.Sequential(convolution, nn.MaxPool2d(pool), nn.Flatten())
    return layers(torch.zeros(1, 1, side, side)).shape[1]
