"""Every short cut gives the bits that PyTorch's own way gives, and has a public way round."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import recipes
import torch
from recipes import losses
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from engine import clipping, kernels, optim, train
from engine.optim.base import Rule, Stepper
from engine.optim.fast import FusedStepper
from engine.optim.torch_optimizer import TorchStepper

SHAPES = [(16, 2), (16,), (3, 3, 2, 2), ()]
STEPS = 100
Pattern = Callable[[int, int], bool]
"""(step, parameter) → whether it has a gradient."""


def parameters() -> list[nn.Parameter]:
    """The same ones at every call."""
    generator = torch.Generator().manual_seed(1)
    return [nn.Parameter(torch.randn(shape, generator=generator)) for shape in SHAPES]


def gradients(step: int, present: Pattern) -> list[Tensor | None]:
    """Those of one step, the same ones at every call."""
    generator = torch.Generator().manual_seed(1000 + step)
    drawn = [torch.randn(shape, generator=generator) for shape in SHAPES]
    return [g if present(step, index) else None for index, g in enumerate(drawn)]


def rate(step: int) -> float:
    """A rate that changes at every step."""
    return 0.1 / (1 + step)


def always(step: int, parameter: int) -> bool:
    """Every parameter takes part in every step."""
    return True


def not_always(step: int, parameter: int) -> bool:
    """Each is missing from some steps, all from some, none from the first."""
    return step == 0 or (step % 10 != 9 and (step + parameter) % 3 != 0)


def late(step: int, parameter: int) -> bool:
    """One after the other joins in."""
    return step >= 4 * parameter and (step + parameter) % 5 != 0


def ours(rule: Rule, present: Pattern, set_: dict[int, tuple[str, float]]) -> list[nn.Parameter]:
    """Parameters after all steps of a rule."""
    moved = parameters()
    stepper: Stepper = rule.build(moved)
    assert isinstance(stepper, FusedStepper)
    for step in range(STEPS):
        if step in set_:
            stepper.set(*set_[step])
        for parameter, gradient in zip(moved, gradients(step, present), strict=True):
            parameter.grad = gradient
        stepper.step([rate(step)])
    return moved


def theirs(
    make: Callable[[list[nn.Parameter]], Optimizer],
    present: Pattern,
    set_: dict[int, tuple[str, float]],
) -> list[nn.Parameter]:
    """Parameters after all steps of `torch.optim`."""
    moved = parameters()
    optimizer = make(moved)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = rate(step)
        if step in set_:
            name, value = set_[step]
            optimizer.param_groups[0][name] = value
        for parameter, gradient in zip(moved, gradients(step, present), strict=True):
            parameter.grad = gradient
        optimizer.step()
    return moved


def assert_same_bits(left: Sequence[Tensor], right: Sequence[Tensor]) -> None:
    """Equal, and no number has become none."""
    for a, b in zip(left, right, strict=True):
        assert torch.isfinite(a).all()
        assert torch.equal(a, b)


SGD_SETTINGS: list[dict[str, Any]] = [
    {"momentum": momentum, "dampening": dampening, "nesterov": nesterov, "weight_decay": decay}
    for momentum, dampening, nesterov, decay in itertools.product(
        (0.0, 0.9), (0.0, 0.3), (False, True), (0.0, 0.1)
    )
    if not nesterov or (momentum and not dampening)
]
ADAMW_SETTINGS: list[dict[str, Any]] = [
    {"betas": betas, "eps": eps, "weight_decay": decay}
    for betas, eps, decay in itertools.product(
        ((0.9, 0.999), (0.5, 0.9), (0.0, 0.99)), (1e-8, 1e-3), (0.0, 0.1)
    )
]


@pytest.mark.parametrize("present", [always, not_always])
@pytest.mark.parametrize("settings", SGD_SETTINGS, ids=str)
def test_sgd_is_torchs_fused_sgd(settings: dict[str, Any], present: Pattern) -> None:
    moved = ours(optim.SGD(0.1, **settings), present, {})
    expected = theirs(lambda ps: torch.optim.SGD(ps, lr=0.1, fused=True, **settings), present, {})
    assert_same_bits(moved, expected)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_goes_uphill_as_torchs_fused_sgd(momentum: float) -> None:
    uphill: dict[str, Any] = {"maximize": True, "momentum": momentum, "weight_decay": 0.1}
    moved = ours(optim.SGD(0.1, **uphill), always, {})
    expected = theirs(lambda ps: torch.optim.SGD(ps, lr=0.1, fused=True, **uphill), always, {})
    assert_same_bits(moved, expected)


@pytest.mark.parametrize("present", [always, not_always, late])
@pytest.mark.parametrize("amsgrad", [False, True])
@pytest.mark.parametrize("settings", ADAMW_SETTINGS, ids=str)
@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_adam_and_adamw_are_torchs_fused_ones(
    name: str, settings: dict[str, Any], amsgrad: bool, present: Pattern
) -> None:
    rule, twin = getattr(optim, name), getattr(torch.optim, name)
    moved = ours(rule(0.1, amsgrad=amsgrad, **settings), present, {})
    expected = theirs(
        lambda ps: twin(ps, lr=0.1, fused=True, amsgrad=amsgrad, **settings), present, {}
    )
    assert_same_bits(moved, expected)


ADAGRAD_SETTINGS: list[dict[str, Any]] = [
    {"lr_decay": lr_decay, "weight_decay": decay, "initial_accumulator_value": start, "eps": eps}
    for lr_decay, decay, start, eps in itertools.product(
        (0.0, 0.1), (0.0, 0.1), (0.0, 0.5), (1e-10, 1e-3)
    )
]


@pytest.mark.parametrize("present", [always, not_always, late])
@pytest.mark.parametrize("settings", ADAGRAD_SETTINGS, ids=str)
def test_adagrad_is_torchs_fused_adagrad(settings: dict[str, Any], present: Pattern) -> None:
    moved = ours(optim.Adagrad(0.1, **settings), present, {})
    expected = theirs(
        lambda ps: torch.optim.Adagrad(ps, lr=0.1, fused=True, **settings), present, {}
    )
    assert_same_bits(moved, expected)


@pytest.mark.parametrize("settings", SGD_SETTINGS, ids=str)
def test_sgd_with_late_comers_is_torchs_plain_sgd(settings: dict[str, Any]) -> None:
    # The fused form of torch.optim cannot start the momentum of one parameter after another's.
    moved = ours(optim.SGD(0.1, **settings), late, {})
    expected = theirs(lambda ps: torch.optim.SGD(ps, lr=0.1, **settings), late, {})
    torch.testing.assert_close(moved, expected, rtol=1e-5, atol=1e-6)


def test_beta1_goes_by_the_name_of_momentum_as_well() -> None:
    for name in ("Adam", "AdamW"):
        rule = getattr(optim, name)(0.1)
        assert_same_bits(
            ours(rule, always, {10: ("momentum", 0.5)}), ours(rule, always, {10: ("beta1", 0.5)})
        )


def test_parameters_of_two_kinds_have_no_one_kernel() -> None:
    mixed = [nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2, dtype=torch.float64))]
    assert isinstance(optim.SGD(0.1).build(mixed), TorchStepper)
    assert isinstance(optim.SGD(0.1).build(mixed[:1]), FusedStepper)


def test_numbers_changed_on_the_way_mean_the_same_as_in_torch() -> None:
    changes = {3: ("momentum", 0.9), 40: ("momentum", 0.0), 60: ("momentum", 0.5)}
    assert_same_bits(
        ours(optim.SGD(0.1), always, changes),
        theirs(lambda ps: torch.optim.SGD(ps, lr=0.1, fused=True), always, changes),
    )
    decay = {50: ("weight_decay", 0.5)}
    assert_same_bits(
        ours(optim.AdamW(0.1), always, decay),
        theirs(lambda ps: torch.optim.AdamW(ps, lr=0.1, fused=True), always, decay),
    )


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (optim.SGD(0.1, momentum=0.9), {"momentum", "dampening", "weight_decay"}),
        (optim.AdamW(0.1), {"beta1", "beta2", "eps", "weight_decay", "momentum"}),
        (optim.Adam(0.1), {"beta1", "beta2", "eps", "weight_decay", "momentum"}),
        (optim.Adagrad(0.1), {"lr_decay", "eps", "weight_decay"}),
    ],
    ids=["SGD", "AdamW", "Adam", "Adagrad"],
)
def test_a_rule_has_these_numbers_and_no_others(rule: Rule, names: set[str]) -> None:
    stepper = rule.build(parameters())
    for name in names:
        stepper.set(name, 0.5)
    for name in ("lr", "params", "nesterov", "betas"):
        with pytest.raises(KeyError):
            stepper.set(name, 0.5)


def test_an_optimiser_of_torch_has_its_numbers_and_no_others() -> None:
    optimizer = torch.optim.AdamW(parameters(), lr=0.25)
    stepper = TorchStepper(optimizer)
    stepper.set("weight_decay", 0.5)
    assert optimizer.param_groups[0]["weight_decay"] == 0.5
    stepper.set("momentum", 0.8)
    stepper.set("beta2", 0.95)
    assert optimizer.param_groups[0]["betas"] == (0.8, 0.95)
    for name in ("params", "betas", "dampening", "foreach", "amsgrad"):
        with pytest.raises(KeyError):
            stepper.set(name, 0.5)
    assert stepper.base_lrs == (0.25,)
    assert stepper.label == "torch.optim.AdamW"


def test_nesterov_needs_a_momentum_and_no_dampening() -> None:
    for wrong in ({"momentum": 0.0}, {"momentum": 0.9, "dampening": 0.1}):
        with pytest.raises(ValueError, match="Nesterov"):
            optim.SGD(0.1, nesterov=True, **wrong)


# Without the private names of torch


@pytest.fixture
def public_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A torch that lacks every private name the kernels use."""
    for name in (
        *("_fused_sgd_", "_fused_adam_", "_fused_adamw_", "_fused_adagrad_"),
        *("_foreach_norm", "_foreach_mul_", "_foreach_add_"),
    ):
        monkeypatch.delattr(torch, name)
    importlib.reload(kernels)
    monkeypatch.setattr(kernels, "_run_backward", None)
    yield
    monkeypatch.undo()
    importlib.reload(kernels)


CASES: list[dict[str, Any]] = [
    {"clip": clipping.ByNorm(0.2)},
    {"clip": clipping.ByValue(0.05)},
    {"optimizer": optim.AdamW(0.01), "model": "dropping"},
]


@pytest.fixture
def shortest() -> list[list[float]]:
    """The losses by the quickest means."""
    return [losses(train(recipes.moons(**case), device="cpu")) for case in CASES]


def test_public_names_alone_train_as_well(shortest: list[list[float]], public_only: None) -> None:
    assert kernels.fused("sgd", parameters()) is None
    assert isinstance(optim.SGD(0.1).build(parameters()), TorchStepper)
    for case, expected in zip(CASES, shortest, strict=True):
        assert losses(train(recipes.moons(**case), device="cpu")) == pytest.approx(
            expected, abs=1e-6
        )


def test_public_names_alone_measure_scale_and_count(public_only: None) -> None:
    tensors = [torch.tensor([3.0, 4.0]), torch.tensor([[12.0], [5.0]])]
    assert [norm.item() for norm in kernels.norms(tensors)] == [5.0, 13.0]
    kernels.scale_(tensors, 0.5)
    assert tensors[0].tolist() == [1.5, 2.0]
    kernels.increment_(tensors)
    assert tensors[1].tolist() == [[7.0], [3.5]]


def test_there_is_no_fused_kernel_for_whole_numbers_or_strange_names() -> None:
    assert kernels.fused("sgd", parameters()) is not None
    assert kernels.fused("sgd", [torch.zeros(2, dtype=torch.int64)]) is None
    assert kernels.fused("sgd", [torch.zeros(2, device="meta")]) is None
    assert kernels.fused("no_such_rule", parameters()) is None


# Backward


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_backward_is_loss_backward(dtype: torch.dtype) -> None:
    weights = [torch.randn(5, dtype=dtype, requires_grad=True)]
    weights.append(weights[0].detach().clone().requires_grad_())
    for _ in range(2):  # gradients add up
        kernels.backward((weights[0].sin() * 3).sum())
        (weights[1].sin() * 3).sum().backward()
    assert weights[0].grad is not None
    assert weights[1].grad is not None
    assert torch.equal(weights[0].grad, weights[1].grad)


def vector() -> Tensor:
    """Not a scalar."""
    return torch.ones(2, requires_grad=True) * 2


def rootless() -> Tensor:
    """Nothing to differentiate."""
    return torch.ones(())


def used_up() -> Tensor:
    """Differentiated once already."""
    loss = torch.ones((), requires_grad=True).sin()
    loss.backward()
    return loss


@pytest.mark.parametrize("make", [vector, rootless, used_up])
def test_backward_fails_with_torchs_own_words(make: Callable[[], Tensor]) -> None:
    with pytest.raises(RuntimeError) as expected:
        make().backward()
    with pytest.raises(RuntimeError) as seen:
        kernels.backward(make())
    assert str(seen.value) == str(expected.value)


class Labelled(Tensor):
    """A subclass, whose own way of doing things must not be passed by."""


def test_backward_takes_subclasses_and_one_number_in_brackets() -> None:
    weight = torch.tensor([2.0], requires_grad=True)
    kernels.backward((weight**2).sum().as_subclass(Labelled))
    kernels.backward(weight**3)
    assert weight.grad is not None
    assert weight.grad.item() == 4.0 + 12.0


# The label around an optimiser's step


def names_of(step: Callable[[], Any]) -> set[str]:
    """What the profiler sees."""
    with torch.autograd.profiler.profile() as profile:
        step()
    return {event.name for event in profile.function_events}


def test_the_step_is_the_optimisers_own_without_the_label() -> None:
    moved = parameters()
    optimizer = torch.optim.SGD(moved, lr=0.5)
    for parameter in moved:
        parameter.grad = torch.ones_like(parameter)
    label = "Optimizer.step#SGD.step"
    assert label in names_of(optimizer.step)
    assert label not in names_of(kernels.unlabelled_step(optimizer))
    torch.testing.assert_close(moved, [start - 1.0 for start in parameters()])


@pytest.mark.parametrize("scope", ["pre", "post", "global pre", "global post"])
def test_hooks_are_called(scope: str) -> None:
    called: list[str] = []

    def hook(optimizer: Optimizer, *_: object) -> None:
        called.append(scope)

    optimizer = torch.optim.SGD(parameters(), lr=0.5)
    register = {
        "pre": optimizer.register_step_pre_hook,
        "post": optimizer.register_step_post_hook,
        "global pre": register_optimizer_step_pre_hook,
        "global post": register_optimizer_step_post_hook,
    }
    handle = register[scope](hook)
    try:
        TorchStepper(optimizer).step([0.1])
    finally:
        handle.remove()
    assert called == [scope]


def test_a_step_that_was_replaced_is_the_one_that_is_called() -> None:
    optimizer = torch.optim.SGD(parameters(), lr=0.5)
    called = []
    optimizer.step = lambda: called.append(True)  # type: ignore[method-assign, assignment]
    kernels.unlabelled_step(optimizer)()
    assert called == [True]
