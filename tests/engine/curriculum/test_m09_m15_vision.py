"""M14: convolutions, and what is carried over to another task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from m09_m15 import Trained, on_digits, trained
from torch import Tensor, nn
from torch.nn import functional as F
from trained import SEEDS

from engine import Experiment, augment, data, losses, optim, probes, schedules
from engine import nn as models
from engine.data import Dataset, Examples
from engine.events import Evaluated, RunStarted, StepEnded
from engine.observations import LayerNorms, Pictures
from engine.regularise import freeze, unfreeze
from engine.tricks import EMA

SIZE = (1, 8, 8)
ADAM = optim.Adam(0.01)


def moved() -> Dataset:
    """Test digits that stand one pixel away from where training has seen them."""
    return data.flattened(data.shifted(data.digits(flat=False), most=1))


def small_cnn(pooling: str = "max") -> nn.Sequential:
    """Two convolutions, each halving the image by a pooling or by its stride."""
    stride = 2 if pooling == "stride" else 1
    net = nn.Sequential(models.AsImages(SIZE))
    for before, after in ((1, 8), (8, 16)):
        net.append(nn.Conv2d(before, after, 3, padding=1, stride=stride))
        net.append(nn.ReLU())
        if pooling != "stride":
            net.append(nn.MaxPool2d(2) if pooling == "max" else nn.AvgPool2d(2))
    return net.extend([nn.Flatten(), nn.Linear(64, 10)])


def test_14_1_convolution_is_equivariant() -> None:
    """14.1 exercise: a shifted image gives a shifted map, not the same map."""
    torch.manual_seed(0)
    image = torch.randn(1, 1, 8, 8)
    conv = nn.Conv2d(1, 3, 3, padding=1, padding_mode="circular")
    shifted = conv(image.roll(2, dims=3))
    torch.testing.assert_close(shifted, conv(image).roll(2, dims=3))
    assert not torch.allclose(shifted, conv(image), atol=0.1)


@pytest.mark.parametrize("seed", SEEDS)
def test_14_1_pooling_makes_it_nearly_invariant(seed: int) -> None:
    """14.1: shifted digits: a CNN that pools over all places reads most, an MLP guesses often."""

    def anywhere() -> nn.Sequential:
        return nn.Sequential(
            models.AsImages(SIZE),
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.AdaptiveMaxPool2d(1),
            nn.Flatten(),
            nn.Linear(32, 10),
        )

    cnn = trained(on_digits(anywhere, optimizer=ADAM, steps=100), seed)
    mlp = trained(on_digits(lambda: models.mlp(64, 64, 10), optimizer=ADAM, steps=100), seed)
    assert min(cnn.validation(), mlp.validation()) > 0.85
    assert cnn.on(moved()) > mlp.on(moved()) + 0.15


def test_14_2_a_kernel_learns_to_be_sobel() -> None:
    """14.2: from images and their edges, 3 × 3 weights within 0.05 of Sobel's."""
    sobel = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
    digits = data.digits(flat=False)

    def edges(part: Examples) -> Examples:
        return Examples(part.inputs, F.conv2d(part.inputs, sobel[None, None]))

    run = trained(
        Experiment(
            model=lambda: nn.Conv2d(1, 1, 3, bias=False),
            data=replace(
                digits,
                train=edges(digits.train),
                validation=edges(digits.validation),
                test=None,
                classes=(),
            ),
            loss=losses.MSE(),
            optimizer=optim.Adam(0.1),
            schedule=schedules.Cosine(),
            batch_size=64,
            steps=300,
            probes=(probes.Kernels(),),
        )
    )
    seen = run.seen(Pictures)[-1]
    torch.testing.assert_close(torch.tensor(seen.images.numpy())[0, 0], sobel, atol=0.05, rtol=0)
    assert seen.low == pytest.approx(-2, abs=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_14_3_conv_and_full_layers_at_equal_parameters(seed: int) -> None:
    """14.3: about 1900 weights each: alike on the digits, not on shifted ones."""

    def conv() -> nn.Sequential:
        return nn.Sequential(
            models.AsImages(SIZE),
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(4),
            nn.Flatten(),
            nn.Linear(64, 10),
        )

    runs = [
        trained(on_digits(make, optimizer=ADAM, steps=120), seed)
        for make in (conv, lambda: models.mlp(64, 25, 10))
    ]
    sizes = [run.of(RunStarted)[0].parameters for run in runs]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.01)
    assert all(run.validation() > 0.85 for run in runs)
    assert runs[0].on(moved()) > runs[1].on(moved()) + 0.1


def test_14_3_weights_and_multiplications() -> None:
    """14.3 exercises: 100352 / 1152 = 87.1; the convolution multiplies 903,168 times."""
    full = models.summary(nn.Linear(784, 128, bias=False), torch.zeros(1, 784))
    conv = models.summary(nn.Conv2d(1, 128, 3, padding=1, bias=False), torch.zeros(1, 1, 28, 28))
    assert (full.parameters, conv.parameters) == (100_352, 1_152)
    assert full.parameters / conv.parameters == pytest.approx(87.1, abs=0.05)
    assert (full.multiply_adds, conv.multiply_adds) == (100_352, 903_168)


@pytest.mark.parametrize(
    ("layer", "given", "expected"),
    [
        (nn.Conv2d(1, 1, 3, stride=2), (1, 1, 28, 28), (1, 1, 13, 13)),
        (nn.Conv2d(1, 1, 3, dilation=2), (1, 1, 28, 28), (1, 1, 24, 24)),
        (nn.AdaptiveAvgPool2d(1), (8, 512, 7, 7), (8, 512, 1, 1)),
        (
            nn.Sequential(nn.Conv2d(1, 4, 3), nn.MaxPool2d(2), nn.Conv2d(4, 4, 3), nn.MaxPool2d(2)),
            (1, 1, 32, 32),
            (1, 4, 6, 6),
        ),
    ],
    ids=("14.4 stride", "14.4 dilation", "14.5 adaptive pooling", "14.6 flatten size"),
)
def test_14_4_shapes(layer: nn.Module, given: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """14.4, 14.5, 14.6, 14.10 exercises: output sizes, from the table of a model."""
    assert models.summary(layer, torch.zeros(given)).output_shape == expected


@pytest.mark.parametrize("pooling", ["max", "avg", "stride"])
def test_14_5_three_ways_to_halve(pooling: str) -> None:
    """14.5: all three learn; the stride needs less than a third of the multiplications."""
    run = trained(on_digits(lambda: small_cnn(pooling), optimizer=ADAM, steps=150))
    assert run.validation() > 0.8
    cost = models.summary(small_cnn(pooling), torch.zeros(1, 64)).multiply_adds
    pooled = models.summary(small_cnn("max"), torch.zeros(1, 64)).multiply_adds
    assert cost < pooled / 3 if pooling == "stride" else cost == pooled


@pytest.mark.parametrize("seed", SEEDS)
def test_14_7_lenet_then_and_now(seed: int) -> None:
    """14.6, 14.7: a small LeNet with ReLU and max pooling, and with tanh and mean: both read."""
    for activation, pooling in (("relu", "max"), ("tanh", "avg")):
        run = trained(
            on_digits(
                lambda activation=activation, pooling=pooling: models.lenet(
                    SIZE, activation=activation, pooling=pooling
                ),
                optimizer=optim.Adam(0.005),
                steps=100,
            ),
            seed,
        )
        assert run.validation() > 0.75
    assert sum(p.numel() for p in models.lenet().parameters()) == 44_426


STAGES = ((16,) * 5, (16,) * 4, (16,) * 4)


def thirteen(model: Callable[[], nn.Module], seed: int) -> Trained:
    """Forty steps of SGD with momentum."""
    rule = optim.SGD(0.02, momentum=0.9)
    return trained(on_digits(model, optimizer=rule, steps=40, batch_size=32), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_14_8_thirteen_plain_convolutions_learn_nothing(seed: int) -> None:
    """14.8: they stay at ln 10 = 2.30, and 1e-6 of a gradient arrives; batch norm changes both."""
    plain = thirteen(lambda: models.vgg(STAGES), seed)
    normed = thirteen(lambda: models.vgg(STAGES, normalised=True), seed)
    assert plain.loss == pytest.approx(2.303, abs=0.05)
    assert plain.of(StepEnded)[0].layer_norms[0] < 1e-5
    assert normed.loss < 1.0
    assert normed.of(StepEnded)[0].layer_norms[0] > 1e-2


@pytest.mark.parametrize("seed", SEEDS)
def test_14_9_the_same_layers_with_shortcuts(seed: int) -> None:
    """14.9: thirteen convolutions as residual blocks learn faster than in a row."""
    with_them, without = (
        thirteen(lambda shortcuts=shortcuts: models.resnet(((16, 6),), shortcuts=shortcuts), seed)
        for shortcuts in (True, False)
    )
    assert with_them.loss < without.loss - 0.2


def test_14_8_14_9_sizes_of_the_famous() -> None:
    """14.8, 14.9 exercises: VGG16 138,357,544, ResNet-18 11,689,512."""
    for make, size in ((models.vgg16, 138_357_544), (models.resnet18, 11_689_512)):
        assert sum(p.numel() for p in models.without_weights(make).parameters()) == size


def test_14_10_every_trick_can_be_left_out() -> None:
    """14.10: a small modern CNN; each trick is one field, and each changes the run."""
    images = data.digits(flat=False)
    everything = on_digits(
        lambda: models.vgg(((16,), (32,)), normalised=True),
        data=images,
        optimizer=optim.AdamW(0.01, weight_decay=0.05),
        schedule=schedules.OneCycle(),
        augment=(augment.Shift(1),),
        loss=losses.CrossEntropy(label_smoothing=0.1),
        average=EMA(0.9),
        steps=68,
    )
    full = trained(everything)
    assert full.validation() > 0.8
    plain_model = replace(everything, model=lambda: models.vgg(((16,), (32,))))
    for less in (
        plain_model,
        replace(everything, optimizer=optim.AdamW(0.01, weight_decay=0.0)),
        replace(everything, schedule=schedules.Constant()),
        replace(everything, augment=()),
        replace(everything, loss=losses.CrossEntropy()),
    ):
        assert (
            trained(replace(less, steps=5)).losses != trained(replace(everything, steps=5)).losses
        )
    assert {measured.weights for measured in full.of(Evaluated)} == {"current", "average"}
    shifted = data.shifted(images, most=1)
    assert full.on(shifted) > trained(replace(everything, augment=())).on(shifted) + 0.15
    pooled = models.summary(nn.AdaptiveAvgPool2d(1), torch.zeros(5, 32, 4, 4))
    assert pooled.output_shape == (5, 32, 1, 1)


def backbone() -> nn.Sequential:
    """Two hidden layers with batch norm, and a head."""
    return models.mlp(64, 64, 32, 10, norm="batch")


def carried_over(state: dict[str, Tensor], how: str) -> nn.Sequential:
    """The trained net, of which only the head is to learn more."""
    net = backbone()
    net.load_state_dict(state)
    if how == "freeze":
        return unfreeze(freeze(net), "linear3")
    for name, parameter in net.named_parameters():
        parameter.requires_grad_(name.startswith("linear3"))
    return net


@pytest.mark.parametrize("seed", SEEDS)
def test_14_11_frozen_weights_are_no_frozen_statistics(seed: int) -> None:
    """14.11: a head trained on paler images: the old task is lost, though no weight was.

    Only `requires_grad` was switched off, and the running mean and variance moved. `freeze` keeps
    them as well. Exercise: 330 parameters train.
    """
    old = trained(on_digits(backbone, steps=170), seed)
    digits = data.digits()
    paler = Examples(0.5 + 0.5 * digits.train.inputs, digits.train.targets)
    begin = old.model.state_dict()
    careless, careful = (
        trained(
            on_digits(
                lambda how=how: carried_over(begin, how),
                data=replace(digits, train=paler),
                probes=(probes.LayerGradients(),),
                steps=50,
            ),
            seed,
        )
        for how in ("requires_grad", "freeze")
    )
    assert careless.validation() < old.validation() - 0.1
    assert careful.validation() > old.validation() - 0.05
    assert careful.loss < careful.losses[0]
    for run in (careless, careful):
        assert run.of(RunStarted)[0].parameters == 330
        assert run.seen(LayerNorms)[0].names == ("linear3.weight", "linear3.bias")
        for name in ("linear1.weight", "batch_norm1.weight", "linear2.bias"):
            assert torch.equal(run.model.state_dict()[name], begin[name])
    moved_by = careless.model.state_dict()["batch_norm1.running_mean"]
    assert (moved_by - begin["batch_norm1.running_mean"]).abs().max() > 0.1
    kept = careful.model.state_dict()["batch_norm1.running_mean"]
    assert torch.equal(kept, begin["batch_norm1.running_mean"])


def test_14_11_layers_at_rates_of_their_own() -> None:
    """14.11: fine-tuning: the head at 1e-3, the body at 1e-5, in one optimiser."""
    rule = optim.Groups(optim.Adam(1e-5), optim.Group("linear3.*", lr=1e-3))
    run = trained(on_digits(backbone, optimizer=rule, steps=3))
    assert run.of(StepEnded)[0].lr == (1e-5, 1e-3)
