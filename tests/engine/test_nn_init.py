"""Initialisations draw what their papers say, and what `torch.nn.init` draws."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.nn import layers as ours
from engine.nn import lenet, mlp
from engine.nn.init import (
    constant_,
    drawn,
    fans,
    gain,
    he_normal_,
    he_uniform_,
    identity_,
    initialised,
    normal_,
    orthogonal_,
    sparse_,
    torch_default,
    uniform_,
    xavier_normal_,
    xavier_uniform_,
    zeros_,
)
from engine.nn.init.catalog import initialisations

shapes = st.one_of(
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)),
)


def seeded() -> torch.Generator:
    return torch.Generator().manual_seed(5)


def kaiming(a: float, mode: str) -> dict[str, object]:
    return {"a": a, "mode": mode, "nonlinearity": "leaky_relu"}


@settings(max_examples=25)
@given(shape=shapes, a=st.floats(0, 3), scale=st.floats(0.1, 3), fan=st.sampled_from(["in", "out"]))
def test_the_same_draws_as_pytorch(
    shape: tuple[int, ...], a: float, scale: float, fan: str
) -> None:
    theirs = nn.init
    mode = f"fan_{fan}"
    pairs: list[tuple[Callable[..., object], Callable[..., object]]] = [
        (partial(xavier_normal_, gain=scale), partial(theirs.xavier_normal_, gain=scale)),
        (partial(xavier_uniform_, gain=scale), partial(theirs.xavier_uniform_, gain=scale)),
        (partial(he_normal_, a=a, mode=mode), partial(theirs.kaiming_normal_, **kaiming(a, mode))),
        (
            partial(he_uniform_, a=a, mode=mode),
            partial(theirs.kaiming_uniform_, **kaiming(a, mode)),
        ),
        (partial(orthogonal_, gain=scale), partial(theirs.orthogonal_, gain=scale)),
        (partial(uniform_, low=-a, high=scale), partial(theirs.uniform_, a=-a, b=scale)),
        (partial(normal_, mean=a, std=scale), partial(theirs.normal_, mean=a, std=scale)),
    ]
    for mine, reference in pairs:
        weights = [torch.empty(shape, dtype=torch.float64) for _ in range(2)]
        mine(weights[0], generator=seeded())
        reference(weights[1], generator=seeded())
        torch.testing.assert_close(*weights, rtol=1e-12, atol=1e-14)


@settings(max_examples=20)
@given(shape=st.tuples(st.integers(1, 6), st.integers(1, 6)), sparsity=st.floats(0, 1))
def test_sparse_weights(shape: tuple[int, int], sparsity: float) -> None:
    weights = [torch.empty(shape) for _ in range(2)]
    torch.manual_seed(1)
    sparse_(weights[0], sparsity, std=0.5)
    torch.manual_seed(1)
    nn.init.sparse_(weights[1], sparsity, std=0.5)
    assert torch.equal(*weights)
    assert ((weights[0] == 0).sum(0) == math.ceil(sparsity * shape[0])).all()


def test_sparse_weights_come_from_the_generator_alone() -> None:
    torch.manual_seed(1)
    first = sparse_(torch.empty(8, 8), generator=seeded())
    torch.manual_seed(2)
    assert torch.equal(first, sparse_(torch.empty(8, 8), generator=seeded()))


@settings(max_examples=20)
@given(shape=shapes)
def test_orthogonal_weights(shape: tuple[int, ...]) -> None:
    weight = torch.empty(shape, dtype=torch.float64)
    q = orthogonal_(weight, generator=seeded()).flatten(1)
    small = q.T @ q if q.shape[0] >= q.shape[1] else q @ q.T
    torch.testing.assert_close(small, torch.eye(len(small), dtype=torch.float64))


@pytest.mark.parametrize("shape", [(4, 4), (3, 5), (5, 3)])
def test_the_identity_of_a_matrix(shape: tuple[int, int]) -> None:
    assert torch.equal(identity_(torch.empty(shape)), nn.init.eye_(torch.empty(shape)))


def test_the_identity_of_a_convolution_gives_back_the_image() -> None:
    shape = (3, 3, 3, 3)
    weight = identity_(torch.empty(shape))
    assert torch.equal(weight, nn.init.dirac_(torch.empty(shape)))
    x = torch.randn(2, 3, 5, 5)
    assert torch.equal(nn.functional.conv2d(x, weight, padding=1), x)


def test_fans_and_gains() -> None:
    assert fans(torch.empty(20, 30)) == (30, 20)
    assert fans(torch.empty(16, 8, 3, 5)) == (8 * 15, 16 * 15)
    with pytest.raises(ConfigurationError, match="two axes"):
        fans(torch.empty(3))
    for name in ("relu", "tanh", "sigmoid"):
        assert gain(name) == pytest.approx(nn.init.calculate_gain(name), rel=1e-12)
    assert gain("identity") == nn.init.calculate_gain("linear")
    assert gain("leaky_relu", 0.2) == pytest.approx(nn.init.calculate_gain("leaky_relu", 0.2))
    with pytest.raises(ConfigurationError, match=r"'rellu'.*'relu'"):
        gain("rellu")
    with pytest.raises(ConfigurationError, match="fan_in, fan_out"):
        he_normal_(torch.empty(2, 2), mode="in")


def test_scales() -> None:
    """He's for 100 inputs is 0.1414; PyTorch's bound for 784 is 1/28."""
    wide = torch.empty(4000, 100)
    assert he_normal_(wide, generator=seeded()).std().item() == pytest.approx(0.1414, rel=0.01)
    torch.manual_seed(0)
    layer = nn.Linear(784, 500)
    torch_default(layer)
    assert layer.weight.abs().max().item() == pytest.approx(1 / 28, rel=1e-3)
    assert layer.weight.std().item() == pytest.approx(1 / math.sqrt(3 * 784), rel=0.01)
    assert layer.bias.abs().max().item() == pytest.approx(1 / 28, rel=0.02)


@pytest.mark.parametrize(
    "make",
    [
        lambda: nn.Linear(7, 5),
        lambda: nn.Linear(7, 5, bias=False),
        lambda: nn.Conv2d(4, 6, 3, groups=2),
        lambda: nn.Conv1d(2, 3, 5, bias=False),
    ],
)
def test_the_default_is_that_of_pytorch(make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(2)
    layer = make()
    expected = {name: value.clone() for name, value in layer.state_dict().items()}
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
    torch.manual_seed(2)
    layer.apply(torch_default)
    for name, value in layer.state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=1e-6, atol=0)


def test_schemes_reach_the_layers_and_leave_norms_and_embeddings_alone() -> None:
    model = nn.Sequential(
        nn.Embedding(4, 3),
        nn.Linear(3, 3, bias=False),
        nn.LayerNorm((2, 3)),
        nn.BatchNorm1d(2),
        nn.PReLU(),
        ours.Linear(3, 2),
        nn.Conv1d(2, 2, 1),
        nn.GRU(2, 2),
    )
    before = {name: value.clone() for name, value in model.state_dict().items()}
    assert initialised(model, partial(constant_, value=0.5), bias=0.25) is model
    for name, value in model.state_dict().items():
        if name.split(".")[0] in "0234":
            assert torch.equal(value, before[name]), name
        else:
            expected = 0.25 if "bias" in name else 0.5
            assert (value == expected).all(), name


def test_a_scheme_for_each_type_of_layer() -> None:
    model = initialised(lenet(), zeros_, types=(nn.Conv2d,), bias=None)
    assert not model.conv1.weight.any()
    assert model.conv1.bias.any()
    assert model.linear1.weight.any()
    with pytest.raises(ConfigurationError, match=r"'Conv1d'"):
        initialised(model, zeros_, types=(nn.Conv1d,))


def test_a_drawing_serves_apply_and_the_mlp() -> None:
    ones = drawn(constant_)
    model = mlp(2, 3, 1, init=ones)
    assert all((layer.weight == 1).all() for layer in model if isinstance(layer, nn.Linear))
    again = mlp(2, 3, 1).apply(ones)
    assert torch.equal(again.linear1.weight, model.linear1.weight)


def trained(model: nn.Sequential) -> nn.Sequential:
    """500 steps of Adam on four clusters, crosswise in two classes."""
    random = seeded()
    x = torch.randn(200, 2, generator=random)
    y = (x[:, 0] * x[:, 1] > 0).long()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(500):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model


def test_equal_units_stay_equal() -> None:
    torch.manual_seed(0)
    model = trained(initialised(mlp(2, 16, 2), constant_))
    assert len(model.linear1.weight.detach().unique(dim=0)) == 1


def test_with_all_zeros_only_the_last_bias_moves() -> None:
    torch.manual_seed(0)
    model = trained(initialised(mlp(2, 16, 2), zeros_))
    moved = [name for name, parameter in model.named_parameters() if parameter.any()]
    assert moved == ["linear2.bias"]


def scale_after(fill: Callable[[Tensor], Tensor], depth: int = 20) -> float:
    """Typical size of the activations after `depth` ReLU layers, without biases."""
    torch.manual_seed(0)
    model = initialised(mlp(256, *[256] * depth, 256), fill)
    return float(model[:-1](torch.randn(256, 256)).detach().std())


def test_he_keeps_the_scale_of_a_deep_relu_net_and_others_do_not() -> None:
    assert 0.4 < scale_after(he_normal_) < 2
    assert 2e-4 < scale_after(xavier_normal_) < 4e-3
    assert scale_after(initialisations.make("torch_default")) < 1e-7
    assert scale_after(initialisations.make("too_large"), depth=8) > 1e12


@pytest.mark.parametrize("name", initialisations.names)
def test_every_scheme_by_name_fills_matrices_and_kernels(name: str) -> None:
    torch.manual_seed(0)
    for shape in ((4, 6), (4, 3, 3, 3)):
        weight = torch.full(shape, float("nan"))
        assert initialisations.make(name)(weight) is weight
        assert weight.isfinite().all()
    assert initialisations[name].about


def test_impossible_settings_are_refused() -> None:
    weight = torch.empty(2, 2)
    for call in (
        lambda: uniform_(weight, 1.0, 0.0),
        lambda: normal_(weight, std=-1.0),
        lambda: sparse_(weight, 1.5),
        lambda: orthogonal_(torch.empty(3)),
        lambda: initialisations.make("he"),
    ):
        with pytest.raises(ConfigurationError, match="cannot be"):
            call()
