"""Our optimisers take the steps of `torch.optim`, for every setting of their hyperparameters."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Protocol

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from engine.optim import from_scratch
from engine.optim.from_scratch import SGD, AdamW, FromScratch

STEPS = 300


class Optimizer(Protocol):
    def step(self) -> object: ...


Make = Callable[[Iterable[nn.Parameter]], Optimizer]


def train(make: Make, dtype: torch.dtype, steps: int = STEPS) -> list[Tensor]:
    """Weights of a small net after `steps` full-batch updates on a fixed regression."""
    random = torch.Generator().manual_seed(7)
    model = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 2)).to(dtype)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(0.5 * torch.randn(parameter.shape, generator=random))
    inputs = torch.randn(32, 3, generator=random).to(dtype)
    targets = torch.randn(32, 2, generator=random).to(dtype)
    optimizer = make(model.parameters())
    for _ in range(steps):
        for parameter in model.parameters():
            parameter.grad = None
        nn.functional.mse_loss(model(inputs), targets).backward()
        optimizer.step()
    return [parameter.detach() for parameter in model.parameters()]


def assert_same_training(ours: Make, theirs: Make, steps: int = STEPS) -> None:
    """In double precision to rounding, in single precision to accumulated rounding."""
    for dtype, tolerance in ((torch.float64, 1e-10), (torch.float32, 1e-5)):
        pairs = zip(train(ours, dtype, steps), train(theirs, dtype, steps), strict=True)
        for mine, reference in pairs:
            scale = reference.abs().max().item()
            torch.testing.assert_close(mine, reference, rtol=tolerance, atol=tolerance * scale)


SGD_SETTINGS = [
    (momentum, dampening, weight_decay, nesterov)
    for momentum, dampening, weight_decay, nesterov in itertools.product(
        (0.0, 0.9), (0.0, 0.3), (0.0, 0.01), (False, True)
    )
    if not nesterov or (momentum > 0 and dampening == 0)
]


@pytest.mark.parametrize(("momentum", "dampening", "weight_decay", "nesterov"), SGD_SETTINGS)
def test_sgd_is_the_sgd_of_pytorch(
    momentum: float, dampening: float, weight_decay: float, nesterov: bool
) -> None:
    def ours(parameters: Iterable[nn.Parameter]) -> SGD:
        return SGD(
            parameters,
            lr=0.05,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )

    def theirs(parameters: Iterable[nn.Parameter]) -> torch.optim.SGD:
        return torch.optim.SGD(
            parameters,
            lr=0.05,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )

    assert_same_training(ours, theirs)


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.8, 0.99)])
@pytest.mark.parametrize("eps", [1e-8, 1e-3])
@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
def test_adamw_is_the_adamw_of_pytorch(
    betas: tuple[float, float], eps: float, weight_decay: float
) -> None:
    assert_same_training(
        lambda p: AdamW(p, lr=0.01, betas=betas, eps=eps, weight_decay=weight_decay),
        lambda p: torch.optim.AdamW(p, lr=0.01, betas=betas, eps=eps, weight_decay=weight_decay),
    )


@settings(deadline=None, max_examples=12)
@given(
    lr=st.floats(1e-4, 0.2),
    momentum=st.floats(0, 0.99),
    weight_decay=st.floats(0, 0.5),
    data=st.data(),
)
def test_sgd_with_any_hyperparameters(
    lr: float, momentum: float, weight_decay: float, data: st.DataObject
) -> None:
    nesterov = data.draw(st.booleans()) if momentum > 0 else False
    dampening = 0.0 if nesterov else data.draw(st.floats(0, 1))
    ours = train(
        lambda p: SGD(
            p,
            lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        ),
        torch.float64,
        25,
    )
    theirs = train(
        lambda p: torch.optim.SGD(p, lr, momentum, dampening, weight_decay, nesterov),
        torch.float64,
        25,
    )
    for mine, reference in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, reference, rtol=1e-9, atol=1e-9)


@settings(deadline=None, max_examples=12)
@given(
    lr=st.floats(1e-4, 0.1),
    beta1=st.floats(0, 0.99),
    beta2=st.floats(0.5, 0.9999),
    weight_decay=st.floats(0, 0.5),
)
def test_adamw_with_any_hyperparameters(
    lr: float, beta1: float, beta2: float, weight_decay: float
) -> None:
    ours = train(
        lambda p: AdamW(p, lr, betas=(beta1, beta2), weight_decay=weight_decay),
        torch.float64,
        25,
    )
    theirs = train(
        lambda p: torch.optim.AdamW(p, lr, (beta1, beta2), weight_decay=weight_decay),
        torch.float64,
        25,
    )
    for mine, reference in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, reference, rtol=1e-8, atol=1e-9)


def test_the_defaults_are_those_of_pytorch() -> None:
    assert_same_training(lambda p: SGD(p, 0.1), lambda p: torch.optim.SGD(p, 0.1), 10)
    assert_same_training(lambda p: AdamW(p, 0.01), lambda p: torch.optim.AdamW(p, 0.01), 10)


def constant_gradient_velocity(momentum: float, steps: int) -> float:
    weight = nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = SGD([weight], lr=1.0, momentum=momentum)
    for _ in range(steps):
        weight.grad = torch.ones_like(weight)
        before = weight.item()
        optimizer.step()
    return before - weight.item()


@pytest.mark.parametrize(("momentum", "terminal"), [(0.5, 2), (0.9, 10), (0.99, 100)])
def test_a_constant_slope_leads_to_the_terminal_velocity(momentum: float, terminal: float) -> None:
    assert constant_gradient_velocity(momentum, 3000) == pytest.approx(terminal)


def test_nesterov_looks_ahead() -> None:
    """The variables PyTorch keeps are θ̃ = θ − ημv of the look-ahead form θ ← θ − ηv(∇f(θ̃))."""
    curvature, lr, momentum = 3.0, 0.1, 0.9
    weight = nn.Parameter(torch.tensor([1.0], dtype=torch.float64))
    optimizer = SGD([weight], lr=lr, momentum=momentum, nesterov=True)
    theta, velocity = 1.0, 0.0
    for _ in range(20):
        weight.grad = curvature * weight.detach()
        optimizer.step()
        velocity = momentum * velocity + curvature * (theta - lr * momentum * velocity)
        theta -= lr * velocity
        assert weight.item() == pytest.approx(theta - lr * momentum * velocity)


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate() -> None:
    weight = nn.Parameter(torch.tensor([1.0, 1.0, 1.0]))
    weight.grad = torch.tensor([1e-3, 1.0, -1e4])
    AdamW([weight], lr=0.1, weight_decay=0.0).step()
    torch.testing.assert_close(weight.detach(), torch.tensor([0.9, 0.9, 1.1]))


def test_adam_without_memory_follows_the_sign_of_the_gradient() -> None:
    weight = nn.Parameter(torch.tensor([1.0, 1.0]))
    optimizer = AdamW([weight], lr=0.1, betas=(0.0, 0.0), weight_decay=0.0)
    for gradient in ([3.0, -0.5], [-0.2, -70.0], [5.0, -0.1]):
        weight.grad = torch.tensor(gradient)
        optimizer.step()
    torch.testing.assert_close(weight.detach(), torch.tensor([0.9, 1.3]))


@pytest.mark.filterwarnings("ignore:Using backward")
@pytest.mark.parametrize("make", [lambda p: SGD(p, 0.1, momentum=0.9), lambda p: AdamW(p, 0.1)])
def test_a_step_stays_outside_of_autograd_and_moves_in_place(
    make: Callable[[list[nn.Parameter]], SGD | AdamW],
) -> None:
    moved, idle = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(2))
    memory = moved.data_ptr()
    optimizer = make([moved, idle])
    # A gradient with a graph of its own must not tie the steps together.
    (moved**3).sum().backward(create_graph=True)
    optimizer.step()
    assert moved.data_ptr() == memory
    assert moved.is_leaf
    assert moved.grad_fn is None
    assert not torch.equal(moved, torch.ones(3))
    assert torch.equal(idle, torch.ones(2))
    kept = optimizer.velocity if isinstance(optimizer, SGD) else [*optimizer.m, *optimizer.v]
    assert all(not tensor.requires_grad for tensor in kept if tensor is not None)
    optimizer.zero_grad()
    assert moved.grad is None  # which also breaks the cycle of gradient and graph


def test_the_gradient_itself_is_left_alone() -> None:
    weight = nn.Parameter(torch.ones(3))
    weight.grad = torch.full((3,), 2.0)
    optimizer = SGD([weight], lr=0.1, momentum=0.9, weight_decay=0.1, nesterov=True)
    optimizer.step()
    optimizer.step()
    assert torch.equal(weight.grad, torch.full((3,), 2.0))


@pytest.mark.parametrize(("momentum", "dampening"), [(0.0, 0.0), (0.9, 0.1)])
def test_nesterov_needs_momentum_without_dampening(momentum: float, dampening: float) -> None:
    with pytest.raises(ValueError, match="Nesterov"):
        SGD([], lr=0.1, momentum=momentum, dampening=dampening, nesterov=True)


def one_weight(value: float = 1.0, gradient: float = 1.0) -> nn.Parameter:
    weight = nn.Parameter(torch.tensor([value], dtype=torch.float64))
    weight.grad = torch.tensor([gradient], dtype=torch.float64)
    return weight


def test_the_rule_steps_with_the_rate_it_is_given() -> None:
    weight = one_weight()
    stepper = from_scratch.sgd(lr=0.1).build([weight])
    assert stepper.label == "SGD, from scratch"
    assert stepper.base_lrs == (0.1,)
    stepper.step((0.5,))
    assert weight.item() == 0.5
    assert stepper.base_lrs == (0.1,)


def test_the_rule_changes_hyperparameters_between_steps() -> None:
    weight = one_weight()
    stepper = from_scratch.sgd(lr=0.1, momentum=0.5).build([weight])
    stepper.set("lr", 0.2)
    assert stepper.base_lrs == (0.2,)
    stepper.step((1.0,))
    stepper.set("momentum", 0.9)
    stepper.step((1.0,))
    assert weight.item() == pytest.approx(1 - 1 - 1.9)
    stepper.set("nesterov", 1.0)
    stepper.step((1.0,))
    assert weight.item() == pytest.approx(-1.9 - (1 + 0.9 * (0.9 * 1.9 + 1)))


@pytest.mark.parametrize("name", ["beta1", "parameters", "velocity", "step", "_optimizer", "lrs"])
def test_the_rule_refuses_a_strange_hyperparameter(name: str) -> None:
    stepper = from_scratch.sgd(lr=0.1).build([one_weight()])
    with pytest.raises(KeyError, match=name):
        stepper.set(name, 0.5)


def test_the_rule_of_adamw_sets_what_adamw_has() -> None:
    stepper = from_scratch.adamw(lr=0.1, betas=(0.8, 0.9), weight_decay=0.0).build([one_weight()])
    assert stepper.label == "AdamW, from scratch"
    stepper.set("beta1", 0.5)
    stepper.set("weight_decay", 0.1)
    stepper.set("momentum", 0.9)  # β₁, to whoever moves the momentum of any optimiser
    for name in ("dampening", "t", "_parameters"):
        with pytest.raises(KeyError):
            stepper.set(name, 5)


def test_any_optimizer_with_a_rate_and_a_step_will_do() -> None:
    class Signs:
        def __init__(self, parameters: list[nn.Parameter]) -> None:
            self.parameters, self.lr = parameters, 0.25

        def step(self) -> None:
            for parameter in self.parameters:
                assert parameter.grad is not None
                parameter.data -= self.lr * parameter.grad.sign()

    weight = one_weight(gradient=7.0)
    stepper = FromScratch(Signs).build([weight])
    stepper.step(stepper.base_lrs)
    assert stepper.label == "Signs, from scratch"
    assert weight.item() == 0.75


def test_one_rule_builds_independent_optimizers() -> None:
    rule = from_scratch.sgd(lr=1.0, momentum=0.9)
    first, second = one_weight(), one_weight()
    stepper = rule.build([first])
    stepper.step((1.0,))
    stepper.step((1.0,))
    rule.build([second]).step((1.0,))
    assert second.item() == 0.0
