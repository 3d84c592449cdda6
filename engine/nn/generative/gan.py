"""Generative adversarial networks: one net forges, the other tells forgeries from the real."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from engine.errors import ConfigurationError, at_least
from engine.nn.mlp import mlp
from engine.nn.vision.images import AsImages, Size, quartered

if TYPE_CHECKING:
    from engine.data import Batch


class GAN(nn.Module):
    """A generator that turns noise into examples, and a discriminator that judges examples.

    Parameters are called `generator.…` and `discriminator.…`, so that an optimiser can give each
    side a rate of its own. Source: Goodfellow et al., "Generative Adversarial Nets", 2014.
    """

    def __init__(self, generator: nn.Module, discriminator: nn.Module, noise: int) -> None:
        """`generator`: (n, noise) → examples; `discriminator`: examples → (n, 1) logits."""
        super().__init__()
        at_least("noise", noise, 1)
        self.generator, self.discriminator, self.noise = generator, discriminator, noise

    def forward(self, noise: Tensor) -> Tensor:
        """(n, noise) → n forged examples."""
        return cast("Tensor", self.generator(noise))

    def sample(self, count: int, random: torch.Generator | None = None) -> Tensor:
        """`count` forged examples from N(0, 1) noise; `random` lives on the model's device."""
        place = next(self.parameters())
        noise = torch.randn(
            count, self.noise, generator=random, device=place.device, dtype=place.dtype
        )
        return self.forward(noise)


def gan_loss(model: nn.Module, batch: Batch) -> Tensor:
    """One update of both sides at once: a `step_loss`.

    With D a probability of being real, x real examples and z noise, the discriminator descends

        L_D = −mean log D(x) − mean log(1 − D(G(z)))

    and the generator its non-saturating loss, L_G = −mean log D(G(z)). The sum of both is
    returned, built so that each side's gradient comes from its own loss alone: L_D sees forgeries
    that are detached from the generator, L_G a discriminator whose parameters are detached. Logs
    are taken of logits, so that a certain discriminator still has a gradient. Noise comes from
    torch's global generator. Targets are not looked at. Source: Goodfellow et al. 2014, section 3.
    Raises ConfigurationError for a model that is not a GAN.
    """
    if not isinstance(model, GAN):
        raise ConfigurationError("model", type(model).__name__, "Give a GAN to its loss.")
    real, forged = batch.inputs, model.sample(len(batch.inputs))
    on_real = model.discriminator(real)
    on_forged = model.discriminator(forged.detach())
    discriminator = _real(on_real) + _forged(on_forged)

    fixed = {name: p.detach() for name, p in model.discriminator.named_parameters()}
    # Copies, or the running statistics of a normalisation would see the forgeries twice.
    buffers = {name: buffer.clone() for name, buffer in model.discriminator.named_buffers()}
    generator = _real(functional_call(model.discriminator, {**fixed, **buffers}, (forged,)))
    return discriminator + generator


def _real(logits: Tensor) -> Tensor:
    """−mean log D."""
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))


def _forged(logits: Tensor) -> Tensor:
    """−mean log(1 − D)."""
    return F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))


def point_gan(noise: int = 2, hidden: tuple[int, ...] = (64, 64), dimensions: int = 2) -> GAN:
    """For points of the plane, (n, 2), or of a space with more `dimensions`."""
    return GAN(
        mlp(noise, *hidden, dimensions),
        mlp(dimensions, *hidden, 1, activation="leaky_relu"),
        noise,
    )


def image_gan(image: Size = (1, 8, 8), noise: int = 16, width: int = 16) -> GAN:
    """For images with values 0 … 1, (n, channels, height, width).

    The generator ends in a sigmoid, so that forgeries have the range of the data: with another
    range the discriminator needs no more than a glance. Convolutions as in Radford, Metz and
    Chintala, "Unsupervised Representation Learning with Deep Convolutional GANs", 2016. Raises
    ConfigurationError where height or width is not a multiple of 4.
    """
    channels, small = image[0], quartered(image, 2 * width)
    features = math.prod(small)
    generator = OrderedDict[str, nn.Module](
        linear=nn.Linear(noise, features),
        images=AsImages(small),
        norm1=nn.BatchNorm2d(2 * width),
        relu1=nn.ReLU(),
        conv1=nn.ConvTranspose2d(2 * width, width, 4, stride=2, padding=1),
        norm2=nn.BatchNorm2d(width),
        relu2=nn.ReLU(),
        conv2=nn.ConvTranspose2d(width, channels, 4, stride=2, padding=1),
        sigmoid=nn.Sigmoid(),
    )
    discriminator = OrderedDict[str, nn.Module](
        images=AsImages(image),
        conv1=nn.Conv2d(channels, width, 4, stride=2, padding=1),
        leaky_relu1=nn.LeakyReLU(0.2),
        conv2=nn.Conv2d(width, 2 * width, 4, stride=2, padding=1),
        leaky_relu2=nn.LeakyReLU(0.2),
        flatten=nn.Flatten(),
        linear=nn.Linear(features, 1),
    )
    return GAN(nn.Sequential(generator), nn.Sequential(discriminator), noise)
