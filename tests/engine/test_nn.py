"""Models have the layers, the sizes and the scale that their descriptions promise."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.nn import deep_plain, he_normal, mlp


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
