"""Each optimiser, by each of its three sources, takes the steps of `torch.optim`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from descents import MATRICES, SHAPES, assert_close, assert_same_bits, by_rule, by_torch, start
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from engine import optim
from engine.optim import from_scratch
from engine.optim.catalog import optimizers
from engine.optim.from_scratch.muon import orthogonal

SHARE = st.floats(0.0, 0.99)
BETAS = st.tuples(st.floats(0.0, 0.95), st.floats(0.8, 0.9999))
DECAY = st.sampled_from([0.0, 0.01, 0.3])
EPS = st.sampled_from([1e-8, 1e-3])
ADAM_LIKE: dict[str, st.SearchStrategy[Any]] = {
    "lr": st.floats(1e-3, 0.1),
    "betas": BETAS,
    "eps": EPS,
    "weight_decay": DECAY,
}
SETTINGS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "gradient_descent": {"lr": st.floats(1e-3, 0.5)},
    "sgd": {
        "lr": st.floats(1e-3, 0.1),
        "momentum": SHARE,
        "weight_decay": DECAY,
        "nesterov": st.booleans(),
        "dampening": st.sampled_from([0.0, 0.3]),
    },
    "adagrad": {
        "lr": st.floats(1e-2, 0.5),
        "lr_decay": st.sampled_from([0.0, 0.1]),
        "weight_decay": DECAY,
        "initial_accumulator_value": st.sampled_from([0.0, 0.5]),
        "eps": st.sampled_from([1e-10, 1e-3]),
    },
    "rmsprop": {
        "lr": st.floats(1e-3, 0.02),
        "alpha": st.floats(0.5, 0.999),
        "eps": EPS,
        "weight_decay": DECAY,
        "momentum": st.sampled_from([0.0, 0.5, 0.9]),
        "centered": st.booleans(),
    },
    "adadelta": {
        "lr": st.floats(0.1, 2.0),
        "rho": st.floats(0.5, 0.99),
        "eps": st.sampled_from([1e-6, 1e-3]),
        "weight_decay": DECAY,
    },
    "adam": {**ADAM_LIKE, "amsgrad": st.booleans()},
    "amsgrad": ADAM_LIKE,
    "adamw": {**ADAM_LIKE, "amsgrad": st.booleans()},
    "adamax": ADAM_LIKE,
    "nadam": {
        **ADAM_LIKE,
        "momentum_decay": st.sampled_from([0.0, 4e-3, 0.1]),
        "decoupled_weight_decay": st.booleans(),
    },
    "radam": {**ADAM_LIKE, "decoupled_weight_decay": st.booleans()},
    "adafactor": {
        "lr": st.floats(1e-2, 0.5),
        "beta2_decay": st.floats(-1.0, -0.3),
        "eps": st.sampled_from([(None, 1e-3), (1e-4, 0.1)]),
        "d": st.floats(1.0, 3.0),
        "weight_decay": DECAY,
    },
    "asgd": {
        "lr": st.floats(1e-2, 0.3),
        "lambd": st.sampled_from([0.0, 1e-4, 0.1]),
        "alpha": st.floats(0.5, 1.0),
        "t0": st.sampled_from([5.0, 1e6]),
        "weight_decay": DECAY,
    },
    "rprop": {
        "lr": st.floats(1e-3, 0.1),
        "etas": st.tuples(st.floats(0.3, 0.9), st.floats(1.05, 1.5)),
        "step_sizes": st.sampled_from([(1e-6, 50.0), (1e-3, 0.1)]),
    },
    "muon": {
        "lr": st.floats(1e-3, 0.1),
        "weight_decay": DECAY,
        "momentum": SHARE,
        "nesterov": st.booleans(),
        "ns_steps": st.integers(1, 6),
        "adjust_lr_fn": st.sampled_from([None, "original", "match_rms_adamw"]),
    },
}
NAMES = list(SETTINGS)
TWINS: dict[str, tuple[str, dict[str, Any]]] = {
    "gradient_descent": ("SGD", {}),
    "sgd": ("SGD", {}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "adamw": ("AdamW", {}),
    "adamax": ("Adamax", {}),
    "nadam": ("NAdam", {}),
    "radam": ("RAdam", {}),
    "adafactor": ("Adafactor", {}),
    "asgd": ("ASGD", {}),
    "rprop": ("Rprop", {}),
    "muon": ("Muon", {}),
}
"""Name → class of torch.optim, and what makes it this one."""


@pytest.fixture(autouse=True)
def _numbers_of_torch_in_double() -> Iterator[None]:
    """NAdam's product and ASGD's rate are kept in torch's default dtype."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def drawn(data: st.DataObject, name: str) -> dict[str, Any]:
    """Settings that the optimiser can have."""
    chosen = data.draw(st.fixed_dictionaries(SETTINGS[name]))
    if chosen.get("nesterov") and name == "sgd":
        chosen |= {"dampening": 0.0, "momentum": max(chosen["momentum"], 0.1)}
    return chosen


def shapes_for(name: str) -> tuple[tuple[int, ...], ...]:
    return MATRICES if name == "muon" else SHAPES


def twin(
    name: str, dtype: torch.dtype, chosen: dict[str, Any], steps: int = 300
) -> list[torch.Tensor]:
    kind, extra = TWINS[name]
    make = getattr(torch.optim, kind)
    return by_torch(lambda ps: make(ps, **chosen, **extra), dtype, steps, shapes_for(name))


def test_every_optimiser_of_the_catalogue_has_its_twin_here() -> None:
    assert set(optimizers.names) == set(NAMES) == set(TWINS)


@settings(max_examples=4)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_from_scratch_it_takes_the_steps_of_torch(name: str, data: st.DataObject) -> None:
    chosen = drawn(data, name)
    ours = by_rule(optim.named(name, "scratch", **chosen), torch.float64, shapes=shapes_for(name))
    assert_close(ours, twin(name, torch.float64, chosen), 1e-10)


@settings(max_examples=2)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_so_it_does_in_single_precision(name: str, data: st.DataObject) -> None:
    chosen = drawn(data, name)
    ours = by_rule(optim.named(name, "scratch", **chosen), torch.float32, shapes=shapes_for(name))
    assert_close(ours, twin(name, torch.float32, chosen), 1e-5)


@settings(max_examples=1)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_the_plain_source_is_torch_to_the_bit(name: str, data: st.DataObject) -> None:
    chosen = drawn(data, name)
    ours = by_rule(optim.named(name, "torch", **chosen), torch.float32, 50, shapes=shapes_for(name))
    assert_same_bits(ours, twin(name, torch.float32, chosen, 50))


@settings(max_examples=2)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_the_fast_source_takes_the_same_steps(name: str, data: st.DataObject) -> None:
    chosen = drawn(data, name)
    ours = by_rule(optim.named(name, **chosen), torch.float64, shapes=shapes_for(name))
    assert_close(ours, twin(name, torch.float64, chosen), 1e-10)


@pytest.mark.parametrize("source", ["fast", "torch", "scratch"])
@pytest.mark.parametrize("name", NAMES)
def test_the_defaults_are_those_of_torch(name: str, source: Any) -> None:
    ours = by_rule(optim.named(name, source), torch.float64, 20, shapes=shapes_for(name))
    assert_close(ours, twin(name, torch.float64, {}, 20), 1e-12)


# What single optimisers promise


def one_weight(value: float = 1.0, gradient: float = 1.0) -> nn.Parameter:
    weight = nn.Parameter(torch.tensor([value]))
    weight.grad = torch.tensor([gradient])
    return weight


@pytest.mark.parametrize("gradient", [1e-3, 1.0, 1e4])
def test_the_first_step_of_adagrad_has_the_size_of_the_rate(gradient: float) -> None:
    weight = one_weight(1.0, gradient)
    from_scratch.Adagrad([weight], lr=0.01).step()
    assert weight.item() == pytest.approx(0.99)


def test_the_first_step_of_rmsprop_is_longer_than_the_rate() -> None:
    weight = one_weight()
    from_scratch.RMSprop([weight], lr=0.01, alpha=0.99).step()
    assert weight.item() == pytest.approx(1 - 0.01 * 10)


def test_decay_inside_adam_hardly_shrinks_a_weight_with_large_gradients() -> None:
    """Two weights, gradients ∓10 and ∓0.1 in turn: Adam decays them unequally, AdamW alike."""
    ends = {}
    for kind in (from_scratch.Adam, from_scratch.AdamW):
        weights = nn.Parameter(torch.ones(2))
        optimizer = kind([weights], lr=1e-3, weight_decay=0.1)
        for step in range(1000):
            weights.grad = torch.tensor([10.0, 0.1]) * (-1) ** (step + 1)
            optimizer.step()
        ends[kind.__name__] = weights.tolist()
    assert ends["Adam"] == pytest.approx([0.992, 0.461], abs=5e-4)
    assert ends["AdamW"] == pytest.approx([0.906, 0.906], abs=5e-4)


def test_amsgrad_never_steps_longer_again() -> None:
    sizes = {}
    for kind in (from_scratch.Adam, from_scratch.AMSGrad):
        weight = one_weight()
        optimizer = kind([weight], lr=0.1, betas=(0.0, 0.5))
        steps = []
        for gradient in [100.0] + [1.0] * 20:
            weight.grad = torch.tensor([gradient])
            before = weight.item()
            optimizer.step()
            steps.append(before - weight.item())
        sizes[kind.__name__] = steps
    assert sizes["Adam"][-1] == pytest.approx(0.1, rel=0.01)
    assert sizes["AMSGrad"][-1] < 0.002


def test_radam_begins_with_five_steps_of_momentum() -> None:
    """Momentum's step grows with the gradient, Adam's does not."""
    moved = []
    for gradient in (1.0, 100.0):
        weight = one_weight()
        optimizer = from_scratch.RAdam([weight], lr=1e-3)
        steps = []
        for _ in range(7):
            weight.grad = torch.tensor([gradient])
            before = weight.item()
            optimizer.step()
            steps.append(before - weight.item())
        moved.append(steps)
    ratios = [large / small for small, large in zip(*moved, strict=True)]
    assert ratios == pytest.approx([100.0] * 5 + [1.0] * 2, rel=1e-3)


def test_adafactor_remembers_rows_and_columns_only() -> None:
    optimizer = from_scratch.Adafactor(start(torch.float64, ((30, 20),)))
    kept = [*optimizer.rows, *optimizer.columns, *optimizer.full]
    assert sum(tensor.numel() for tensor in kept if tensor is not None) == 50


def test_asgd_keeps_the_mean_of_the_path() -> None:
    weight = one_weight()
    optimizer = from_scratch.ASGD([weight], lr=0.1, lambd=0.0, t0=0.0)
    path = []
    for gradient in (1.0, 2.0, -1.0, 4.0):
        weight.grad = torch.tensor([gradient])
        optimizer.step()
        path.append(weight.item())
    # The mean begins anew at the second step, as torch's does.
    assert optimizer.average[0].item() == pytest.approx(sum(path[1:]) / 3)


def test_uphill_is_downhill_on_the_other_side() -> None:
    up, down = one_weight(0.0), one_weight(0.0, -1.0)
    for weight, maximize in ((up, True), (down, False)):
        optimizer = from_scratch.SGD([weight], lr=0.1, momentum=0.9, maximize=maximize)
        optimizer.step()
        optimizer.step()
    assert up.item() == down.item() > 0


# Muon


def test_orthogonalisation_pushes_singular_values_towards_one() -> None:
    random = torch.Generator().manual_seed(0)
    for shape in ((8, 8), (4, 16), (16, 4)):
        matrix = torch.randn(shape, generator=random)
        result = orthogonal(matrix, (3.4445, -4.775, 2.0315), 5, 1e-7)
        values = torch.linalg.svdvals(result)
        assert result.shape == shape
        assert 0.6 < values.min() < values.max() < 1.3
        # The same directions: U and V of the matrix make the result diagonal.
        u, _, vh = torch.linalg.svd(matrix, full_matrices=False)
        diagonal = u.T @ result @ vh.T
        off = diagonal - torch.diag(diagonal.diagonal())
        assert off.abs().max() < 0.1


def test_muon_takes_matrices_only() -> None:
    with pytest.raises(ValueError, match="matrices"):
        from_scratch.Muon(start(torch.float32, ((3,),)))
