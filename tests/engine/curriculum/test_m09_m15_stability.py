"""M12: normalisation, residuals, clipping, precision."""

from __future__ import annotations

import pytest
import torch
from m09_m15 import on_digits, trained
from torch import Tensor, nn
from trained import SEEDS

from engine import data, losses, optim
from engine import nn as models
from engine.clipping import ByNorm, ByValue
from engine.events import StepEnded
from engine.nn.layers import BatchNorm1d, LayerNorm
from engine.regularise import StochasticDepth
from engine.tricks.precision import LossScaler


@pytest.mark.parametrize("seed", SEEDS)
def test_12_1_batch_norm_makes_a_deep_net_trainable(seed: int) -> None:
    """12.1: eight hidden layers at rate 0.1: plain it guesses, with batch norm it learns."""
    plain = trained(on_digits(lambda: models.mlp(64, *[64] * 8, 10), steps=120), seed)
    normed = trained(
        on_digits(lambda: models.mlp(64, *[64] * 8, 10, norm="batch"), steps=120), seed
    )
    assert plain.validation() < 0.25
    assert normed.validation() > 0.8


def test_12_1_what_batch_norm_computes() -> None:
    """12.1 exercises: 1 in the batch 1, 2, 3, 4 → −1.342; running variance 1.667."""
    norm = BatchNorm1d(1, momentum=1.0)
    out = norm(torch.tensor([[1.0], [2.0], [3.0], [4.0]]))
    assert out[0].item() == pytest.approx(-1.342, abs=1e-3)
    assert norm.running_var.item() == pytest.approx(1.667, abs=1e-3)


class Shaken(nn.Module):
    """Another random shift and scale of every unit at every step: no distribution stays."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        units = x.shape[1]
        return x * (0.5 + torch.rand(units)) + torch.randn(units)


@pytest.mark.parametrize("seed", SEEDS)
def test_12_2_the_gain_survives_a_shift_of_distributions(seed: int) -> None:
    """12.2: batch norm followed by random shift and scale trains what plain (12.1) does not."""

    def model() -> nn.Module:
        net = nn.Sequential()
        for name, layer in models.mlp(64, *[64] * 8, 10, norm="batch").named_children():
            net.append(layer)
            if "norm" in name:
                net.append(Shaken())
        return net

    assert trained(on_digits(model, steps=200), seed).validation() > 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_12_3_two_examples_are_no_batch(seed: int) -> None:
    """12.3: with batches of 2, batch norm sees another network in eval mode; the others do not."""

    def loss(norm: str, size: int) -> float:
        return trained(
            on_digits(
                lambda: models.mlp(64, 32, 32, 10, norm=norm),
                data=data.subset(data.digits(), 300),
                optimizer=optim.SGD(0.05),
                batch_size=size,
                steps=300,
            ),
            seed,
        ).validation("loss")

    batch, layer, group = (loss(norm, 2) for norm in ("batch", "layer", "group"))
    assert batch > 1.4 * max(layer, group)
    assert loss("batch", 50) < 0.5 * batch


def test_12_3_parameters_of_layer_norm() -> None:
    """12.3 exercise: LayerNorm(512) has 1024."""
    assert sum(p.numel() for p in LayerNorm(512).parameters()) == 1024


@pytest.mark.parametrize("seed", SEEDS)
def test_12_4_shortcuts_carry_the_gradient(seed: int) -> None:
    """12.4: 20 hidden layers: plain, almost nothing reaches the first ones, and it guesses."""
    plain, residual = (
        trained(
            on_digits(
                lambda shortcuts=shortcuts: models.mlp(64, *[32] * 20, 10, residual=shortcuts),
                optimizer=optim.Adam(0.002),
                steps=100,
            ),
            seed,
        )
        for shortcuts in (False, True)
    )
    assert plain.validation() < 0.25
    assert residual.validation() > 0.6
    for run, low, high in ((plain, 0.0, 1e-3), (residual, 1e-2, 10.0)):
        norms = run.of(StepEnded)[0].layer_norms
        assert low <= norms[2] / norms[-2] < high


def test_12_4_a_branch_of_zeros_is_the_identity() -> None:
    """12.4 exercise: with F = 0 a block hands on what it gets, unless a ReLU stands behind."""
    branch = nn.Linear(4, 4)
    nn.init.zeros_(branch.weight)
    nn.init.zeros_(branch.bias)
    x = torch.linspace(-1, 1, 8).reshape(2, 4)
    assert torch.equal(models.Residual(branch)(x), x)
    assert not torch.equal(torch.relu(models.Residual(branch)(x)), x)


def row_of_convolutions(channels: int, layers: int) -> nn.Sequential:
    """The dense net's layers, each of which sees only the one before."""
    net = nn.Sequential(models.AsImages((1, 8, 8)), nn.Conv2d(1, 8, 3, padding=1, bias=False))
    before = 8
    for _ in range(layers):
        net.extend(
            [
                nn.BatchNorm2d(before),
                nn.ReLU(),
                nn.Conv2d(before, channels, 3, padding=1, bias=False),
            ]
        )
        before = channels
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)]
    return net.extend([nn.BatchNorm2d(channels), nn.ReLU(), *head])


def without_norms(model: nn.Sequential) -> nn.Sequential:
    """The same with nothing that keeps signals in scale."""
    for module in list(model.modules()):
        for name, part in list(module.named_children()):
            if isinstance(part, nn.BatchNorm2d):
                setattr(module, name, nn.Identity())
    return model


def test_12_5_dense_connections_at_equal_parameters() -> None:
    """12.5: a dense block of 8 layers and a plain row of as many weights.

    Both learn. What the concatenation gives is a short way to the first layer: without
    normalisation its gradient stays, where the row's dies.
    """

    def dense() -> nn.Sequential:
        return models.densenet((8,), growth=4, width=8)

    def row() -> nn.Sequential:
        return row_of_convolutions(10, 8)

    sizes = [sum(p.numel() for p in make().parameters()) for make in (dense, row)]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.05)
    for make in (dense, row):
        assert trained(on_digits(make, optimizer=optim.Adam(0.03), steps=40)).loss < 1.8
    first = [
        trained(on_digits(lambda make=make: without_norms(make()), steps=1))
        .of(StepEnded)[0]
        .layer_norms[0]
        for make in (dense, row)
    ]
    assert first[0] > 100 * first[1]


def test_12_5_channels_add_up() -> None:
    """12.5 exercise: 16 + 4 · 12 = 64."""
    block = models.DenseBlock(16, 4, 12)
    assert block.out_channels == 64
    assert block(torch.zeros(2, 16, 5, 5)).shape == (2, 64, 5, 5)


def test_12_6_norm_before_and_after() -> None:
    """12.6: by norm the direction stays, by value it turns; see 11.6 for a run that needs it.

    Exercise: (3, 4) clipped to norm 1 is (0.6, 0.8); the norm that is recorded, as the one that
    `torch.nn.utils.clip_grad_norm_` returns, is that before clipping.
    """
    gradient = torch.tensor([3.0, 4.0])
    assert ByNorm(1.0).apply([gradient], 5.0) == pytest.approx(1.0, abs=1e-5)
    torch.testing.assert_close(gradient, torch.tensor([0.6, 0.8]))
    gradient = torch.tensor([3.0, 4.0])
    ByValue(1.0).apply([gradient], 5.0)
    assert gradient.tolist() == [1.0, 1.0]

    parameter = nn.Parameter(torch.zeros(2))
    parameter.grad = torch.tensor([3.0, 4.0])
    assert nn.utils.clip_grad_norm_([parameter], 1.0).item() == 5.0

    step = trained(on_digits(clip=ByNorm(0.1), steps=1)).of(StepEnded)[0]
    assert step.grad_norm > 0.2
    assert step.applied_norm == pytest.approx(0.1, rel=1e-4)


def skipping(scaling: str) -> nn.Sequential:
    """Twelve blocks, each left out half of the time in training."""
    net = models.mlp(64, *[32] * 13, 10, residual=True)
    for block in net.modules():
        if isinstance(block, models.Residual):
            block.depth = StochasticDepth(0.5, scaling=scaling)
    return net


@pytest.mark.parametrize("seed", SEEDS)
def test_12_7_the_branch_has_to_be_scaled_in_eval_mode(seed: int) -> None:
    """12.7: the same training to the bit; unscaled, eval mode sees another network."""
    right, wrong = (
        trained(
            on_digits(
                lambda scaling=scaling: skipping(scaling),
                optimizer=optim.Adam(0.002),
                steps=350,
            ),
            seed,
        )
        for scaling in ("eval", "none")
    )
    assert right.losses == wrong.losses
    assert wrong.validation("loss") > 1.5 * right.validation("loss")


def test_12_7_the_factor_is_the_survival_probability() -> None:
    """12.7 exercise: what the branch is multiplied by in eval mode."""
    assert StochasticDepth(0.9).eval()(torch.ones(1)).item() == pytest.approx(0.9)


@pytest.mark.parametrize("seed", SEEDS)
def test_12_8_bfloat16_learns_as_well(seed: int) -> None:
    """12.8: the same run in fp32 and under bf16 autocast: other roundings, the same curve."""
    exact, rounded = (
        trained(on_digits(optimizer=optim.SGD(0.3), precision=precision), seed)
        for precision in ("fp32", "bf16")
    )
    assert exact.losses != rounded.losses
    assert rounded.loss == pytest.approx(exact.loss, rel=0.1)
    assert rounded.validation() == pytest.approx(exact.validation(), abs=0.03)
    assert all(p.dtype == torch.float32 for p in rounded.model.parameters())


def test_12_8_what_underflows() -> None:
    """12.8: 1e-8 is 0 in fp16 and a number in bf16; with the loss scaled, it survives fp16."""
    small = torch.tensor(1e-8)
    assert small.half().item() == 0
    assert small.bfloat16().item() == pytest.approx(1e-8, rel=0.01)
    scaler = LossScaler()
    gradient = scaler.scaled(small).half().float()
    assert scaler.unscale([gradient])
    assert gradient.item() == pytest.approx(1e-8, rel=0.01)


def test_12_8_a_run_whose_gradients_would_underflow() -> None:
    """12.8: a loss of a hundred-millionth: fp16 with its scaler still learns from it."""
    tiny = 1e-7
    run = trained(
        on_digits(
            loss=lambda scores, target: tiny * losses.CrossEntropy()(scores, target),
            optimizer=optim.SGD(0.3 / tiny),
            precision="fp16",
        )
    )
    assert run.validation() > 0.8
