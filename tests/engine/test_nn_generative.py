"""Autoencoders remember, and both sides of a GAN learn from their own loss alone."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import data
from engine.data import Batch
from engine.errors import ConfigurationError
from engine.nn import (
    GAN,
    autoencoder,
    conv_autoencoder,
    gan_loss,
    image_gan,
    mlp,
    point_gan,
    reconstruction_loss,
)

NOTHING = torch.zeros(0)


def gradients(model: nn.Module) -> dict[str, Tensor]:
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def noise_of(seed: int, count: int, model: GAN) -> Tensor:
    torch.manual_seed(seed)
    return torch.randn(count, model.noise)


@pytest.mark.parametrize("make", [point_gan, lambda: image_gan((1, 8, 8))])
def test_one_update_holds_the_gradients_of_two(make: type[GAN]) -> None:
    """Beside the two separate backward passes that a tutorial's loop makes."""
    torch.manual_seed(0)
    model = make()
    # Without this, the moving statistics of the generator would differ between the two ways.
    model.eval()
    real = model.sample(6).detach() + 0.1
    torch.manual_seed(1)
    gan_loss(model, Batch(real, NOTHING)).backward()
    together = gradients(model)
    model.zero_grad()

    forged = model(noise_of(1, 6, model))
    ones, zeros = torch.ones(6, 1), torch.zeros(6, 1)
    judge = F.binary_cross_entropy_with_logits
    (
        judge(model.discriminator(real), ones) + judge(model.discriminator(forged.detach()), zeros)
    ).backward()
    discriminator = gradients(model.discriminator)
    judge(model.discriminator(forged), ones).backward()
    generator = gradients(model.generator)

    assert set(together) == {
        *(f"discriminator.{name}" for name in discriminator),
        *(f"generator.{name}" for name in generator),
    }
    for name, gradient in discriminator.items():
        torch.testing.assert_close(together[f"discriminator.{name}"], gradient)
    for name, gradient in generator.items():
        torch.testing.assert_close(together[f"generator.{name}"], gradient)


def test_a_gan_loss_starts_at_three_times_the_log_of_two() -> None:
    """Where the discriminator says nothing, each of its three questions costs log 2."""
    model = point_gan()
    with torch.no_grad():
        for parameter in model.discriminator.parameters():
            parameter.zero_()
    loss = gan_loss(model, Batch(torch.randn(8, 2), NOTHING))
    assert loss.item() == pytest.approx(3 * math.log(2), rel=1e-6)


def test_the_generator_still_learns_from_a_discriminator_that_is_certain() -> None:
    """The logit is −200: a sigmoid before the logarithm would have no gradient left."""
    model = GAN(nn.Linear(1, 1, bias=False), nn.Linear(1, 1), 1)
    with torch.no_grad():
        model.discriminator.weight.fill_(1.0)
        model.discriminator.bias.fill_(-200.0)
        model.generator.weight.fill_(1.0)
    torch.manual_seed(0)
    noise = torch.randn(64, 1)
    torch.manual_seed(0)
    gan_loss(model, Batch(torch.zeros(64, 1), NOTHING)).backward()
    weight = model.generator.weight.grad
    assert weight is not None
    assert weight.item() == pytest.approx(-noise.mean().item(), rel=1e-4)


def test_statistics_of_the_discriminator_see_real_and_forged_once() -> None:
    torch.manual_seed(0)
    model = GAN(mlp(2, 4, 2), mlp(2, 4, 1, norm="batch"), 2)
    gan_loss(model, Batch(torch.randn(8, 2), NOTHING)).backward()
    assert model.discriminator.batch_norm1.num_batches_tracked.item() == 2


def test_noise_is_that_of_the_global_generator_or_of_ones_own() -> None:
    model = point_gan()
    assert torch.equal(model(noise_of(3, 5, model)), seeded_sample(model, 3))
    own = torch.Generator().manual_seed(9)
    first = model.sample(4, own)
    assert torch.equal(first, model.sample(4, torch.Generator().manual_seed(9)))


def seeded_sample(model: GAN, seed: int) -> Tensor:
    torch.manual_seed(seed)
    return model.sample(5)


def test_forged_images_have_the_range_of_the_data() -> None:
    torch.manual_seed(0)
    images = image_gan((1, 8, 12)).sample(5)
    assert images.shape == (5, 1, 8, 12)
    assert 0 <= images.min() < images.max() <= 1


def test_forged_points_come_to_where_the_real_ones_are() -> None:
    torch.manual_seed(0)
    real = torch.tensor([2.0, -1.0]) + 0.2 * torch.randn(256, 2)
    model = point_gan(hidden=(16,))
    before = (model.sample(256).mean(0) - real.mean(0)).norm().item()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, betas=(0.5, 0.999))
    for _ in range(300):
        optimizer.zero_grad()
        gan_loss(model, Batch(real, NOTHING)).backward()
        optimizer.step()
    after = (model.sample(256).mean(0) - real.mean(0)).norm().item()
    assert after < 0.2 * before


def test_only_a_gan_has_a_gan_loss() -> None:
    with pytest.raises(ConfigurationError, match="model cannot be 'Linear'"):
        gan_loss(nn.Linear(2, 2), Batch(torch.zeros(1, 2), NOTHING))


@pytest.mark.parametrize("make", [image_gan, conv_autoencoder])
def test_images_have_to_be_halved_twice(make: type[nn.Module]) -> None:
    with pytest.raises(ConfigurationError, match="image cannot be"):
        make((1, 6, 8))


@pytest.mark.parametrize("make", [autoencoder, conv_autoencoder])
def test_an_autoencoder_gives_back_the_shape_it_got_and_learns(make: type[nn.Module]) -> None:
    inputs = data.digits().train.inputs[:64]
    torch.manual_seed(0)
    model = make(code=4)
    assert model(inputs).shape == inputs.shape
    assert model(inputs.view(-1, 1, 8, 8).flatten(1)).shape == inputs.shape
    assert model.encoder(inputs).shape == (64, 4)
    batch = Batch(inputs, NOTHING)
    start = reconstruction_loss(model, batch).item()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(30):
        optimizer.zero_grad()
        loss = reconstruction_loss(model, batch)
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.7 * start


def test_a_linear_autoencoder_finds_the_principal_components() -> None:
    random = torch.Generator().manual_seed(0)
    scales = torch.tensor([3.0, 2.0, 0.3, 0.1])
    inputs = scales * torch.randn(400, 4, generator=random)
    inputs -= inputs.mean(0)
    torch.manual_seed(0)
    model = autoencoder(4, (), 2, activation="identity")
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-2)
    for _ in range(400):
        optimizer.zero_grad()
        loss = reconstruction_loss(model, Batch(inputs, NOTHING))
        loss.backward()
        optimizer.step()
    values = torch.linalg.svdvals(inputs).square() / inputs.numel()
    assert loss.item() == pytest.approx(values[2:].sum().item(), rel=0.02)
