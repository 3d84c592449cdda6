"""Models that see have the sizes that are known of them, and learn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn

from engine import data
from engine.errors import ConfigurationError
from engine.nn import (
    BasicBlock,
    DenseBlock,
    densenet,
    lenet,
    resnet,
    resnet18,
    summary,
    vgg,
    vgg16,
    without_weights,
)

SMALL: list[Callable[[], nn.Module]] = [
    lambda: lenet((1, 8, 8)),
    lambda: lenet((1, 8, 8), activation="tanh", pooling="avg"),
    vgg,
    lambda: vgg(normalised=True, hidden=(32,), dropout=0.2),
    resnet,
    lambda: resnet(shortcuts=False),
    lambda: resnet(last_survival=0.5),
    densenet,
]


def count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def test_lenet_of_28_pixels_has_44426_parameters() -> None:
    model = lenet()
    assert count(model) == 44_426
    assert model(torch.zeros(3, 1, 28, 28)).shape == (3, 10)


def test_lenet_takes_32_pixels_as_it_first_did() -> None:
    assert count(lenet((1, 32, 32))) == 61_706


@pytest.mark.parametrize(
    ("make", "parameters", "multiply_adds"),
    [(vgg16, 138_357_544, 15_470_264_320), (resnet18, 11_689_512, 1_814_073_344)],
)
def test_the_large_ones_have_their_published_sizes(
    make: Callable[[], nn.Module], parameters: int, multiply_adds: int
) -> None:
    """15.5 and 1.8 billion multiply-adds for one image."""
    model = without_weights(make)
    assert all(parameter.is_meta for parameter in model.parameters())
    told = summary(model, torch.empty(1, 3, 224, 224, device="meta"))
    assert told.parameters == count(model) == parameters
    assert told.multiply_adds == multiply_adds
    assert told.output_shape == (1, 1000)


def test_without_weights_changes_no_default() -> None:
    without_weights(resnet)
    assert torch.zeros(1).device.type == "cpu"


@pytest.mark.parametrize("make", SMALL)
def test_images_and_rows_of_pixels_give_the_same(make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(0)
    model = make().eval()
    images = torch.rand(5, 1, 8, 8)
    assert model(images).shape == (5, 10)
    assert torch.equal(model(images), model(images.flatten(1)))


@pytest.mark.parametrize("make", SMALL)
def test_a_few_steps_lower_the_loss(make: Callable[[], nn.Module]) -> None:
    digits = data.digits().train
    inputs, targets = digits.inputs[:64], digits.targets[:64]
    torch.manual_seed(0)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(12):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        loss.backward()
        assert all(p.grad is not None for p in model.parameters() if p.requires_grad)
        optimizer.step()
        losses.append(loss.item())
    assert sum(losses[-2:]) < 1.95 * losses[0]


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_lenet_bends_as_it_is_told(activation: str) -> None:
    kinds = [type(layer).__name__.lower() for layer in lenet(activation=activation)]
    assert kinds.count(activation) == 4


def test_vgg_can_be_thirteen_layers_deep_on_digits() -> None:
    model = vgg(((16,) * 5, (16,) * 4, (16,) * 4), normalised=True)
    assert sum(isinstance(layer, nn.Conv2d) for layer in model) == 13
    assert sum(isinstance(layer, nn.BatchNorm2d) for layer in model) == 13
    assert model(torch.rand(2, 64)).shape == (2, 10)


def test_a_basic_block_whose_branch_is_zero_passes_on_what_is_positive() -> None:
    block = BasicBlock(4, 4).eval()
    with torch.no_grad():
        block.body.branch.second.norm.weight.zero_()
    x = torch.rand(2, 4, 8, 8)
    assert torch.equal(block(x), x)
    wider = BasicBlock(4, 6, 2)
    assert wider(x).shape == (2, 6, 4, 4)
    plain = BasicBlock(4, 6, 2, shortcut=False)
    assert plain(x).shape == (2, 6, 4, 4)
    assert count(wider) - count(plain) == 4 * 6 + 2 * 6


def test_without_shortcuts_the_same_layers_stand_in_a_row() -> None:
    projections = (16 * 32 + 64) + (32 * 64 + 128)
    assert count(resnet()) - count(resnet(shortcuts=False)) == projections


def test_channels_of_a_dense_block() -> None:
    block = DenseBlock(16, 4, 12)
    assert block.out_channels == 64
    x = torch.randn(2, 16, 5, 5)
    y = block(x)
    assert y.shape == (2, 64, 5, 5)
    assert torch.equal(y[:, :16], x)


def test_densenet_thins_out_between_blocks() -> None:
    told = summary(densenet((4, 4), 12), torch.zeros(1, 64))
    (transition,) = [row for row in told.rows if row.path == "transition1.conv"]
    assert transition.input_shape == (1, 64, 8, 8)
    assert transition.output_shape == (1, 32, 8, 8)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: lenet((1, 3, 8)), "image"),
        (lambda: lenet(pooling="mean"), "pooling"),
        (lambda: lenet(activation="bend"), "activation"),
        (lambda: vgg(((8,),) * 4), "stages"),
        (lambda: vgg(dropout=2.0), "dropout"),
        (lambda: resnet(shortcuts=False, last_survival=0.5), "last_survival"),
        (lambda: densenet(()), "blocks"),
        (lambda: densenet(growth=0), "growth"),
        (lambda: densenet(compression=0.0), "compression"),
    ],
)
def test_impossible_models_are_refused(make: Callable[[], nn.Module], field: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{field} cannot be"):
        make()
