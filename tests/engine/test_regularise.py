"""Dropped weights, skipped branches, frozen layers and penalties do what their papers say."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.nn import layers as ours
from engine.nn import mlp, resnet
from engine.regularise import (
    DropConnect,
    StochasticDepth,
    freeze,
    l1_penalty,
    l2_penalty,
    linear_decay,
    moment_matched,
    unfreeze,
)

# DropConnect


@settings(max_examples=15)
@given(n=st.integers(1, 4), p=st.floats(0, 0.9), per_example=st.booleans(), bias=st.booleans())
def test_dropconnect_masks_weights(n: int, p: float, per_example: bool, bias: bool) -> None:
    """Beside the formula, written with the masks that its draws make."""
    layer = DropConnect(5, 3, p, per_example=per_example, bias=bias).double()
    x = torch.randn(n, 5, dtype=torch.float64)
    torch.manual_seed(6)
    y = layer(x)
    torch.manual_seed(6)
    shape = (n, 3, 5) if per_example else (3, 5)
    mask = torch.empty(shape, dtype=torch.float64).bernoulli_(1 - p) if p else torch.ones(shape)
    for i in range(n):
        weight = (mask[i] if per_example else mask) * layer.weight / (1 - p)
        expected = nn.functional.linear(x[i], weight.double(), layer.bias)
        torch.testing.assert_close(y[i], expected)


def test_dropconnect_in_eval_mode_is_a_linear_layer() -> None:
    layer, linear = DropConnect(4, 3, 0.7).eval(), nn.Linear(4, 3)
    layer.load_state_dict(linear.state_dict())
    x = torch.randn(6, 4)
    torch.testing.assert_close(layer(x), linear(x))


def test_dropconnect_is_not_dropout_of_inputs_or_outputs() -> None:
    """With equal weights and inputs, dropout gives units that all agree, or outputs of 0 and 2."""
    torch.manual_seed(0)
    layer = DropConnect(20, 50, 0.5, bias=False)
    with torch.no_grad():
        layer.weight.fill_(1.0)
    y = layer(torch.ones(1, 20))
    assert len(y.unique()) > 5
    assert not (y == 0).any()


def many(layer: DropConnect, x: Tensor, count: int) -> Tensor:
    return torch.stack([layer(x) for _ in range(count)]).detach()


@pytest.mark.parametrize("per_example", [True, False])
def test_dropconnect_keeps_the_mean(per_example: bool) -> None:
    torch.manual_seed(0)
    layer = DropConnect(30, 4, 0.3, per_example=per_example)
    x = torch.randn(2, 30)
    outputs = many(layer, x, 4000)
    layer.eval()
    torch.testing.assert_close(outputs.mean(0), layer(x).detach(), atol=0.03, rtol=0)


def test_moment_matching_agrees_with_many_masks() -> None:
    torch.manual_seed(0)
    layer = DropConnect(200, 3, 0.5)
    x = torch.randn(2, 200)
    relu = nn.ReLU()
    sampled = relu(many(layer, x, 4000)).mean(0)
    matched = moment_matched(layer, x, relu, samples=4000)
    torch.testing.assert_close(matched, sampled, atol=0.04, rtol=0)
    # The activation of the mean is something else: that is why the paper takes the trouble.
    assert (relu(layer.eval()(x)) - sampled).abs().max() > 0.1


# Stochastic depth


@pytest.mark.parametrize("per_example", [True, False])
@pytest.mark.parametrize("survival", [0.5, 0.9])
def test_a_branch_is_on_average_as_large_in_training_as_in_eval_mode(
    survival: float, per_example: bool
) -> None:
    torch.manual_seed(0)
    branch = torch.full((4, 2, 3), 2.0)
    for scaling, average in (("eval", 2 * survival), ("train", 2.0)):
        layer = StochasticDepth(survival, scaling=scaling, per_example=per_example)
        trained = torch.stack([layer(branch) for _ in range(2000)]).mean(0)
        evaluated = layer.eval()(branch)
        torch.testing.assert_close(evaluated, torch.full_like(branch, average))
        torch.testing.assert_close(trained, evaluated, atol=0.15, rtol=0)


def test_without_scaling_training_and_eval_mode_see_different_networks() -> None:
    torch.manual_seed(0)
    layer = StochasticDepth(0.5, scaling="none")
    ones = torch.ones(1)
    trained = sum(layer(ones).item() for _ in range(2000)) / 2000
    assert trained == pytest.approx(0.5, abs=0.04)
    assert layer.eval()(ones).item() == 1.0


def test_one_draw_serves_the_batch_or_one_example() -> None:
    torch.manual_seed(0)
    ones = torch.ones(64, 3)
    for per_example, kinds in ((False, 1), (True, 2)):
        layer = StochasticDepth(0.5, per_example=per_example)
        drawn = layer(ones)
        assert len(drawn.unique()) == kinds
        assert torch.equal(drawn, drawn[:, :1].expand(64, 3))


@pytest.mark.parametrize(("survival", "factor"), [(0.0, 0.0), (1.0, 1.0)])
def test_a_branch_that_never_or_always_survives(survival: float, factor: float) -> None:
    for scaling in ("eval", "train"):
        layer = StochasticDepth(survival, scaling=scaling)
        assert torch.equal(layer(torch.ones(5)), factor * torch.ones(5))


def test_survival_falls_from_block_to_block() -> None:
    assert linear_decay(4, 0.5) == (0.875, 0.75, 0.625, 0.5)
    assert linear_decay(3, 1.0) == (1.0, 1.0, 1.0)
    told = [m.survival for m in resnet(last_survival=0.4).modules() if hasattr(m, "survival")]
    assert told == pytest.approx([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])


def test_the_same_seed_draws_the_same_everywhere() -> None:
    model = nn.Sequential(
        mlp(3, 8, 8, 8, residual=True, survival=0.5), DropConnect(8, 2, 0.5), ours.Dropout(0.3)
    )
    x = torch.randn(5, 3)
    outputs = []
    for _ in range(2):
        torch.manual_seed(3)
        outputs.append(torch.stack([model(x) for _ in range(5)]))
    assert torch.equal(*outputs)
    assert len(outputs[0].unique(dim=0)) > 1


# Freezing


def body_and_head() -> nn.Sequential:
    """A body of convolution and batch normalisation, ours and PyTorch's, and a head."""
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), ours.BatchNorm2d(4), nn.Dropout(0.2)),
        nn.Flatten(),
        nn.Linear(16, 2),
    )


def trained(model: nn.Module) -> nn.Module:
    random = torch.Generator().manual_seed(0)
    optimizer = torch.optim.SGD((p for p in model.parameters() if p.requires_grad), lr=0.1)
    for _ in range(5):
        model.train()
        optimizer.zero_grad()
        model(3 + torch.randn(8, 1, 4, 4, generator=random)).square().mean().backward()
        optimizer.step()
    return model


def moved(model: nn.Module) -> set[str]:
    """What training changes of it."""
    before = copy.deepcopy(model.state_dict())
    after = trained(model).state_dict()
    return {name for name in before if not torch.equal(before[name], after[name])}


def same(model: nn.Module) -> nn.Module:
    return model


def pickled(model: nn.Module) -> nn.Module:
    kept = io.BytesIO()
    torch.save(model, kept)
    kept.seek(0)
    loaded = torch.load(kept, weights_only=False)
    assert isinstance(loaded, nn.Module)
    return loaded


@pytest.mark.parametrize("through", [same, copy.deepcopy, pickled])
def test_what_is_frozen_does_not_move_at_all(through: Callable[[nn.Module], nn.Module]) -> None:
    frozen = body_and_head()
    assert freeze(frozen, "0") is frozen
    model = through(frozen)
    assert moved(model) == {"2.weight", "2.bias"}
    model.train()
    assert [layer.training for layer in model[0]] == [True, False, False, True]
    model.eval()
    assert not model[0][1].training


def test_without_gradients_alone_the_statistics_still_move() -> None:
    """What `requires_grad_(False)` leaves undone."""
    model = body_and_head()
    for parameter in model[0].parameters():
        parameter.requires_grad_(False)
    assert "0.1.running_mean" in moved(model)


def test_what_is_thawed_moves_again() -> None:
    model = body_and_head()
    everything = moved(copy.deepcopy(model))
    unfreeze(freeze(model), "0.*")
    assert model[0][1].training
    assert moved(model) == {name for name in everything if name.startswith("0.")}
    unfreeze(model)
    assert moved(model) == everything
    model.eval()
    unfreeze(freeze(model))
    assert not model[0][1].training


@pytest.mark.parametrize(
    ("pattern", "still"),
    [
        ("*", set()),
        ("linear1", {"linear2.weight", "linear2.bias"}),
        ("linear*", set()),
        ("*.bias", {"linear1.weight", "linear2.weight"}),
        ("linear2.weight", {"linear1.weight", "linear1.bias", "linear2.bias"}),
    ],
)
def test_patterns_name_layers_and_parameters(pattern: str, still: set[str]) -> None:
    model = freeze(mlp(2, 3, 1), pattern)
    assert {name for name, p in model.named_parameters() if p.requires_grad} == still


def test_a_pattern_that_names_nothing_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"'liner1'.*Did you mean 'linear1'"):
        freeze(mlp(2, 3, 1), "liner1")


# Penalties


@settings(max_examples=15)
@given(strength=st.floats(0, 2), lr=st.floats(0.01, 0.5))
def test_the_l2_penalty_is_the_weight_decay_of_sgd(strength: float, lr: float) -> None:
    model = mlp(3, 4, 2).double()
    twin = copy.deepcopy(model)
    x = torch.randn(5, 3, dtype=torch.float64)
    (model(x).square().mean() + l2_penalty(model, strength)).backward()
    torch.optim.SGD(model.parameters(), lr=lr).step()
    twin(x).square().mean().backward()
    torch.optim.SGD(twin.parameters(), lr=lr, weight_decay=strength).step()
    for mine, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-10, atol=1e-12)


def test_penalties_by_hand() -> None:
    model = nn.Linear(2, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[3.0, -4.0]]))
        model.bias.fill_(2.0)
    assert l2_penalty(model, 0.1).item() == pytest.approx(0.05 * 29)
    assert l1_penalty(model, 0.1).item() == pytest.approx(0.9)
    assert l2_penalty(model, 0.1, biases=False).item() == pytest.approx(0.05 * 25)
    assert l1_penalty(model, 0.1, biases=False).item() == pytest.approx(0.7)
    l1_penalty(model, 0.1).backward()
    assert model.weight.grad is not None
    torch.testing.assert_close(model.weight.grad, torch.tensor([[0.1, -0.1]]))
    assert l2_penalty(freeze(model), 0.1).item() == 0


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: DropConnect(2, 2, 1.0), "p"),
        (lambda: DropConnect(0, 2), "in_features"),
        (lambda: StochasticDepth(1.1), "survival"),
        (lambda: StochasticDepth(0.5, scaling="both"), "scaling"),
        (lambda: linear_decay(0), "blocks"),
        (lambda: l1_penalty(nn.Linear(1, 1), -1.0), "strength"),
        (lambda: l2_penalty(nn.Linear(1, 1), -1.0), "strength"),
    ],
)
def test_impossible_settings_are_refused(make: Callable[[], object], field: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{field} cannot be"):
        make()
