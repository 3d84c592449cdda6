"""Autoencoders: say in few numbers what was seen, and draw it again from those."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn import functional as F

from engine.nn.mlp import mlp
from engine.nn.vision.images import AsImages, Size, quartered

if TYPE_CHECKING:
    from engine.data import Batch


class Autoencoder(nn.Module):
    """x̂ = decoder(encoder(x)), with few numbers between: the code.

    Trained to give back its input. With linear layers only, the code spans the principal
    components. Source: Hinton and Salakhutdinov, "Reducing the Dimensionality of Data with Neural
    Networks", 2006.
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        """`encoder`: (n, …) → (n, code); `decoder`: (n, code) → (n, …)."""
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, x: Tensor) -> Tensor:
        """(n, …) → the same shape: what the code remembers of it."""
        again: Tensor = self.decoder(self.encoder(x))
        return again.view(x.shape)


def autoencoder(
    inputs: int = 64, hidden: tuple[int, ...] = (32,), code: int = 2, *, activation: str = "relu"
) -> Autoencoder:
    """Linear layers inputs → hidden → code → hidden backwards → inputs, for (n, inputs)."""
    return Autoencoder(
        mlp(inputs, *hidden, code, activation=activation),
        mlp(code, *reversed(hidden), inputs, activation=activation),
    )


def conv_autoencoder(image: Size = (1, 8, 8), width: int = 8, code: int = 2) -> Autoencoder:
    """Two convolutions halve the image twice, two transposed ones double it twice.

    Takes (n, channels, height, width), or rows of pixels, to the same shape. Raises
    ConfigurationError where height or width is not a multiple of 4.
    """
    channels, small = image[0], quartered(image, 2 * width)
    features = math.prod(small)
    encoder = OrderedDict[str, nn.Module](
        images=AsImages(image),
        conv1=nn.Conv2d(channels, width, 3, stride=2, padding=1),
        relu1=nn.ReLU(),
        conv2=nn.Conv2d(width, 2 * width, 3, stride=2, padding=1),
        relu2=nn.ReLU(),
        flatten=nn.Flatten(),
        linear=nn.Linear(features, code),
    )
    decoder = OrderedDict[str, nn.Module](
        linear=nn.Linear(code, features),
        relu1=nn.ReLU(),
        images=AsImages(small),
        conv1=nn.ConvTranspose2d(2 * width, width, 4, stride=2, padding=1),
        relu2=nn.ReLU(),
        conv2=nn.ConvTranspose2d(width, channels, 4, stride=2, padding=1),
    )
    return Autoencoder(nn.Sequential(encoder), nn.Sequential(decoder))


def reconstruction_loss(model: nn.Module, batch: Batch) -> Tensor:
    """Mean squared difference between the inputs and what the model makes of them: a `step_loss`.

    Targets are not looked at.
    """
    return F.mse_loss(model(batch.inputs), batch.inputs)
