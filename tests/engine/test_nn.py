"""Models have the layers, the sizes and the scale that their descriptions promise."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest
import torch
from torch import nn

import engine.nn
from engine.errors import ConfigurationError
from engine.nn import (
    deep_plain,
    he_normal,
    linear_regression,
    logistic_regression,
    mlp,
)
from engine.nn.catalog import models


def test_an_mlp_has_a_bend_after_every_layer_but_the_last() -> None:
    model = mlp(2, 16, 8, 3)
    assert [name for name, _ in model.named_children()] == [
        "linear1",
        "relu1",
        "linear2",
        "relu2",
        "linear3",
    ]
    assert model(torch.zeros(5, 2)).shape == (5, 3)
    assert sum(parameter.numel() for parameter in model.parameters()) == 48 + 136 + 27


def test_two_sizes_are_a_linear_model() -> None:
    (layer,) = mlp(4, 2)
    assert isinstance(layer, nn.Linear)


@pytest.mark.parametrize(
    ("name", "at_minus_one"),
    [
        ("relu", 0.0),
        ("tanh", -0.76159),
        ("sigmoid", 0.26894),
        ("gelu", -0.15866),
        ("silu", -0.26894),
        ("leaky_relu", -0.01),
    ],
)
def test_activations_by_name(name: str, at_minus_one: float) -> None:
    bend = mlp(1, 1, 1, activation=name)[1]
    assert bend(torch.tensor(-1.0)).item() == pytest.approx(at_minus_one, abs=1e-5)


def test_what_an_mlp_refuses() -> None:
    with pytest.raises(ValueError, match="input size and an output size"):
        mlp(3)
    with pytest.raises(ValueError, match=r"'rellu'.*relu"):
        mlp(3, 3, activation="rellu")


def test_init_is_applied_to_every_linear_layer() -> None:
    touched: list[nn.Linear] = []
    model = mlp(2, 4, 1, init=touched.append)
    assert touched == [model.linear1, model.linear2]


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_he_normal_keeps_the_scale_times_its_gain(gain: float) -> None:
    torch.manual_seed(0)
    layer = nn.Linear(400, 3000)
    he_normal(gain)(layer)
    assert layer.weight.std().item() == pytest.approx(gain * (2 / 400) ** 0.5, rel=0.01)
    assert not layer.bias.any()
    received = torch.randn(200, 400)
    passed_on = layer(received).relu()
    scale = passed_on.square().mean().sqrt() / received.square().mean().sqrt()
    assert scale.item() == pytest.approx(gain, rel=0.05)


def first_layer_gradient(gain: float) -> float:
    torch.manual_seed(0)
    model = deep_plain(depth=10, width=128, gain=gain)
    outputs = model(torch.randn(256, 64))
    (outputs * torch.randn(256, 10)).sum().backward()
    gradient = next(model.parameters()).grad
    assert gradient is not None
    return float(gradient.norm())


def test_a_deep_plain_net_explodes_above_a_gain_of_one_and_vanishes_below() -> None:
    """Ten layers with this gain stand between the first one and the loss."""
    explodes = first_layer_gradient(1.5) / first_layer_gradient(1.0)
    vanishes = first_layer_gradient(0.5) / first_layer_gradient(1.0)
    assert explodes == pytest.approx(1.5**10, rel=1e-3)
    assert vanishes == pytest.approx(0.5**10, rel=1e-3)


def test_a_deep_plain_net_has_the_depth_it_was_given() -> None:
    model = deep_plain(depth=3, width=7, gain=1.0, inputs=5, outputs=2)
    sizes = [tuple(m.weight.shape) for m in model if isinstance(m, nn.Linear)]
    assert sizes == [(7, 5), (7, 7), (7, 7), (2, 7)]


# What an MLP can have between its layers


@pytest.mark.parametrize(
    ("norm", "kind"),
    [("batch", nn.BatchNorm1d), ("layer", nn.LayerNorm), ("group", nn.GroupNorm)],
)
def test_a_norm_stands_between_linear_layer_and_activation(
    norm: str, kind: type[nn.Module]
) -> None:
    model = mlp(3, 8, 4, 2, norm=norm, dropout=0.5)
    assert [name for name, _ in model.named_children()] == [
        "linear1",
        f"{norm}_norm1",
        "relu1",
        "dropout1",
        "linear2",
        f"{norm}_norm2",
        "relu2",
        "dropout2",
        "linear3",
    ]
    assert isinstance(model[1], kind)
    assert isinstance(model[3], nn.Dropout)
    assert model(torch.randn(5, 3)).shape == (5, 2)


def test_a_residual_block_adds_to_its_input() -> None:
    model = mlp(3, 8, 8, 2, residual=True, activation="tanh")
    names = [name for name, _ in model.named_children()]
    assert names == ["linear1", "tanh1", "block2", "linear3"]
    x = torch.randn(4, 8)
    branch = model.block2.branch
    assert torch.equal(model.block2(x), x + branch(x))
    with torch.no_grad():
        branch.linear2.weight.zero_()
        branch.linear2.bias.zero_()
    assert torch.equal(model.block2(x), x)


def test_without_options_the_weights_are_those_of_ever() -> None:
    """Layers are made in the order of the data, so that a seed means what it meant."""
    torch.manual_seed(0)
    model = mlp(4, 8, 8, 3)
    torch.manual_seed(0)
    by_hand = [nn.Linear(4, 8), nn.Linear(8, 8), nn.Linear(8, 3)]
    linear = [layer for layer in model if isinstance(layer, nn.Linear)]
    for mine, reference in zip(linear, by_hand, strict=True):
        assert torch.equal(mine.weight, reference.weight)
        assert torch.equal(mine.bias, reference.bias)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"norm": "btach"}, "norm.*Did you mean 'batch'"),
        ({"norm": "group", "groups": 3}, "groups.*8 units"),
        ({"dropout": 1.5}, "dropout"),
        ({"survival": 0.5}, "survival.*residual"),
        ({"residual": True, "survival": -1.0}, "survival"),
    ],
)
def test_what_else_an_mlp_refuses(settings: dict[str, object], field: str) -> None:
    with pytest.raises(ConfigurationError, match=field):
        mlp(2, 8, 8, 2, **settings)  # type: ignore[arg-type]


def test_linear_layers_alone_are_one_linear_map() -> None:
    torch.manual_seed(0)
    model = mlp(3, 6, 6, 2, activation="identity").double()
    x, y = torch.randn(2, 5, 3, dtype=torch.float64)
    torch.testing.assert_close(model(0.3 * x + 0.7 * y), 0.3 * model(x) + 0.7 * model(y))


def test_regressions_are_one_layer() -> None:
    assert linear_regression(3)(torch.zeros(5, 3)).shape == (5, 1)
    assert logistic_regression(4, 3)(torch.zeros(5, 4)).shape == (5, 3)
    assert sum(p.numel() for p in logistic_regression(4, 3).parameters()) == 15


# The shelf


def test_importing_one_model_does_not_load_the_others() -> None:
    code = "import sys; from engine.nn import lenet; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "engine.nn.vision.lenet" in loaded
    assert loaded.isdisjoint({"engine.nn.vision.resnet", "engine.nn.generative.gan"})


def test_every_public_name_is_a_thing_and_no_module() -> None:
    for name in engine.nn.__all__:
        assert not isinstance(getattr(engine.nn, name), ModuleType), name
    with pytest.raises(AttributeError, match="perceptron"):
        engine.nn.perceptron  # noqa: B018


HUGE = {"vgg16", "resnet18"}
READY = [
    entry.name
    for entry in models
    if entry.name not in HUGE and not any(setting.required for setting in entry.settings)
]


@pytest.mark.parametrize("name", READY)
def test_every_model_by_name_is_made_from_its_defaults(name: str) -> None:
    assert any(parameter.numel() for parameter in models.make(name).parameters())
    assert models[name].about


def test_names_of_models_are_words_without_spaces() -> None:
    assert {"mlp", "vgg16", "detector", "seq2seq", "tiny_gpt"} <= set(models.names)
    assert all(name.isidentifier() for name in models.names)


def test_models_by_name_take_settings() -> None:
    gpt = models.make("tiny_gpt", vocabulary=7, context=5, width=8, heads=2, layers=1)
    assert gpt(torch.zeros(2, 5, dtype=torch.int64)).shape == (2, 5, 7)
    model = models.make("mlp", inputs=3, hidden=(5, 5), outputs=4, norm="batch")
    assert model(torch.zeros(2, 3)).shape == (2, 4)
    with pytest.raises(ConfigurationError, match=r"Did you mean 'hidden'"):
        models.make("mlp", hiden=(3,))
