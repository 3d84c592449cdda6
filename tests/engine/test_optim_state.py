"""A stepper that goes back to an earlier state takes the same steps again, to the last bit."""

from __future__ import annotations

import io
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

import pytest
import torch
from descents import MATRICES, SHAPES, assert_same_bits, descend, rate, start
from torch import Tensor, nn

from engine import optim
from engine.errors import ConfigurationError, EngineError
from engine.optim import Group, Groups, LayerWise, Rule, Stepper
from engine.optim.catalog import optimizers
from engine.optim.from_scratch import FromScratch
from engine.optim.torch_optimizer import TorchStepper

SOURCES = ("fast", "torch", "scratch")
RULES: dict[str, Rule] = {
    f"{name}, {source}": optim.named(name, source)
    for name in optimizers.names
    for source in SOURCES
}
for _source in SOURCES:
    RULES[f"sgd with momentum, {_source}"] = optim.SGD(
        0.05, momentum=0.9, nesterov=True, source=_source
    )
    RULES[f"centred rmsprop, {_source}"] = optim.RMSprop(
        0.01, momentum=0.5, centered=True, source=_source
    )
    RULES[f"adamw with amsgrad, {_source}"] = optim.AdamW(0.01, amsgrad=True, source=_source)


def shapes_of(name: str) -> tuple[tuple[int, ...], ...]:
    return (*MATRICES, (4,)) if name.startswith("muon") else SHAPES


def on_disk_and_back(state: dict[str, Any]) -> dict[str, Any]:
    """What a checkpoint does."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    loaded: dict[str, Any] = torch.load(file, weights_only=True)
    return loaded


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("at", [0, 1, 4, 23])
@pytest.mark.parametrize("name", RULES)
def test_a_fresh_stepper_goes_on_where_the_other_was(
    name: str, at: int, dtype: torch.dtype
) -> None:
    """At 0 nothing has begun; at 1 and 4 some parameters have not had a gradient yet."""
    rule, shapes = RULES[name], shapes_of(name)
    parameters = start(dtype, shapes)
    stepper = rule.build(parameters)
    points = descend(stepper, parameters, range(at))
    state = on_disk_and_back(stepper.state_dict())
    expected = descend(stepper, parameters, range(at, at + 20))

    copies = [nn.Parameter(point.clone()) for point in points]
    fresh = rule.build(copies)
    fresh.load_state_dict(state)
    assert_same_bits(descend(fresh, copies, range(at, at + 20)), expected)


@pytest.mark.parametrize("name", RULES)
def test_the_same_stepper_goes_back_twice_and_the_state_stays_as_it_was(name: str) -> None:
    rule, shapes = RULES[name], shapes_of(name)
    parameters = start(torch.float32, shapes)
    stepper = rule.build(parameters)
    points = descend(stepper, parameters, range(3))
    state = stepper.state_dict()
    ends = []
    for _ in range(3):
        ends.append(descend(stepper, parameters, range(3, 15)))
        with torch.no_grad():
            for parameter, point in zip(parameters, points, strict=True):
                parameter.copy_(point)
        stepper.load_state_dict(state)
    assert_same_bits(ends[1], ends[0])
    assert_same_bits(ends[2], ends[0])


@pytest.mark.parametrize("source", SOURCES)
def test_numbers_that_were_changed_on_the_way_come_back(source: Any) -> None:
    for rule, name in (
        (optim.SGD(0.1, momentum=0.9, source=source), "momentum"),
        (optim.AdamW(0.1, source=source), "momentum"),
        (optim.AdamW(0.1, source=source), "weight_decay"),
    ):
        parameters = start(torch.float32)
        stepper = rule.build(parameters)
        stepper.set(name, 0.5)
        points = descend(stepper, parameters, range(5))
        state = stepper.state_dict()
        expected = descend(stepper, parameters, range(5, 10))
        copies = [nn.Parameter(point.clone()) for point in points]
        fresh = rule.build(copies)
        fresh.load_state_dict(state)
        assert_same_bits(descend(fresh, copies, range(5, 10)), expected)
        assert not torch.equal(expected[0], points[0])


@pytest.mark.parametrize("name", ["momentum", "beta1"])
@pytest.mark.parametrize("source", SOURCES)
def test_momentum_means_beta1_to_every_adam(source: Any, name: str) -> None:
    plain, other = start(torch.float64), start(torch.float64)
    stepper = optim.Adam(0.1, source=source).build(plain)
    stepper.set(name, 0.3)
    descend(stepper, plain, range(10))
    descend(optim.Adam(0.1, betas=(0.3, 0.999), source=source).build(other), other, range(10))
    assert_same_bits(plain, other)


@pytest.mark.parametrize("source", SOURCES)
def test_the_state_of_another_optimiser_is_refused(source: Any) -> None:
    state = optim.SGD(0.1, source=source).build(start(torch.float32)).state_dict()
    other = optim.AdamW(0.1, source=source).build(start(torch.float32))
    with pytest.raises(ConfigurationError, match="AdamW"):
        other.load_state_dict(state)


def test_the_state_of_another_model_is_refused() -> None:
    state = optim.AdamW(0.1).build(start(torch.float32)).state_dict()
    with pytest.raises(ConfigurationError, match="shapes"):
        optim.AdamW(0.1).build(start(torch.float32, MATRICES)).load_state_dict(state)


def test_a_state_shares_nothing_with_the_stepper() -> None:
    for rule in RULES.values():
        parameters = start(torch.float32, (*MATRICES, (4,)))
        stepper = rule.build(parameters)
        descend(stepper, parameters, range(3))
        state = stepper.state_dict()
        before = on_disk_and_back(state)
        descend(stepper, parameters, range(3, 6))
        assert same(state, before)


def same(left: Any, right: Any) -> bool:
    """Equal through and through."""
    if isinstance(left, Tensor):
        return torch.equal(left, right)
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


# Any object of torch.optim


def test_numbers_in_single_precision_beside_doubles_stay_as_exact_as_they_were() -> None:
    """`Optimizer.load_state_dict` casts NAdam's product to the parameters' dtype."""
    parameters = start(torch.float64)
    stepper = TorchStepper(torch.optim.NAdam(parameters))
    descend(stepper, parameters, range(7))
    state = stepper.state_dict()
    fresh = torch.optim.NAdam(start(torch.float64))
    TorchStepper(fresh).load_state_dict(state)
    kept = [entry["mu_product"] for entry in fresh.state.values()]
    assert {product.dtype for product in kept} == {torch.float32}


def test_groups_of_torchs_own_go_on_as_well() -> None:
    def build(parameters: list[nn.Parameter]) -> Stepper:
        first, *rest = parameters
        groups = [{"params": rest}, {"params": [first], "lr": 0.01, "momentum": 0.0}]
        return TorchStepper(torch.optim.SGD(groups, lr=0.1, momentum=0.9))

    parameters = start(torch.float32)
    stepper = build(parameters)
    points = descend(stepper, parameters, range(6))
    state = on_disk_and_back(stepper.state_dict())
    expected = descend(stepper, parameters, range(6, 12))
    copies = [nn.Parameter(point.clone()) for point in points]
    fresh = build(copies)
    fresh.load_state_dict(state)
    assert fresh.base_lrs == (0.1, 0.01)
    assert_same_bits(descend(fresh, copies, range(6, 12)), expected)


# What a learner writes


class Signs:
    """Follows the signs of the last gradients, which it keeps in containers of many kinds."""

    def __init__(self, parameters: list[nn.Parameter]) -> None:
        self.parameters = parameters
        self.values = [parameter.detach() for parameter in parameters]
        self.lr = 0.1
        self.seen: deque[Tensor] = deque(maxlen=3)
        self.state: defaultdict[nn.Parameter, dict[str, Any]] = defaultdict(dict)
        self.bounds = (-1.0, 1.0)
        self.bend: Callable[[Tensor], Tensor] = torch.sign
        self.dtype = torch.float32
        self.name: str | None = None

    def step(self) -> None:
        for parameter, value in zip(self.parameters, self.values, strict=True):
            if parameter.grad is None:
                continue
            entry = self.state[parameter]
            entry["t"] = entry.get("t", 0) + 1
            mean = entry.get("mean", torch.zeros_like(value)) * 0.9 + parameter.grad
            entry["mean"] = mean
            self.seen.append(mean.norm())
            self.size = torch.stack(list(self.seen)).mean()  # comes up late
            value.sub_(self.lr / entry["t"] * self.size * self.bend(mean))


@pytest.mark.parametrize("at", [0, 5])
def test_what_a_learner_wrote_goes_on_too(at: int) -> None:
    rule = FromScratch(Signs)
    parameters = start(torch.float32)
    stepper = rule.build(parameters)
    points = descend(stepper, parameters, range(at))
    state = on_disk_and_back(stepper.state_dict())
    expected = descend(stepper, parameters, range(at, at + 9))

    copies = [nn.Parameter(point.clone()) for point in points]
    fresh = rule.build(copies)
    fresh.load_state_dict(state)
    assert_same_bits(descend(fresh, copies, range(at, at + 9)), expected)

    with torch.no_grad():  # and the stepper itself, with all that came up since
        for parameter, point in zip(parameters, points, strict=True):
            parameter.copy_(point)
    stepper.load_state_dict(state)
    assert_same_bits(descend(stepper, parameters, range(at, at + 9)), expected)


def test_a_learners_own_state_dict_is_asked() -> None:
    class Counting(Signs):
        def state_dict(self) -> dict[str, Any]:
            return {"count": [self.lr]}

        def load_state_dict(self, state: dict[str, Any]) -> None:
            (self.restored,) = state["count"]

    made: list[Counting] = []

    def make(parameters: list[nn.Parameter]) -> Counting:
        made.append(Counting(parameters))
        return made[-1]

    rule = FromScratch(make)
    state = rule.build(start(torch.float32)).state_dict()
    rule.build(start(torch.float32)).load_state_dict(state)
    assert made[1].restored == 0.1


def test_what_cannot_be_kept_is_named() -> None:
    class Strange(Signs):
        def __init__(self, parameters: list[nn.Parameter]) -> None:
            super().__init__(parameters)
            self.dice = torch.Generator()

    stepper = FromScratch(Strange).build(start(torch.float32))
    with pytest.raises(EngineError, match="'dice' is a Generator"):
        stepper.state_dict()


# Groups


class Net(nn.Module):
    """Two layers with a normalisation between them."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.norm = nn.LayerNorm(4)
        self.last = nn.Linear(4, 2)


@pytest.mark.parametrize("source", SOURCES)
def test_groups_go_on_as_one(source: Any) -> None:
    adam = optim.AdamW(0.05, source=source)
    for rule in (
        Groups(adam, Group("last.*", lr=0.1), Group(optim.NO_DECAY, weight_decay=0.0)),
        LayerWise(adam, 0.5),
        optim.Muon(0.05, hidden="first.weight", source=source),
    ):
        torch.manual_seed(0)
        model, copy = Net(), Net()
        stepper = rule.build_named(model)
        parameters = list(model.parameters())
        points = descend(stepper, parameters, range(4))
        state = on_disk_and_back(stepper.state_dict())
        expected = descend(stepper, parameters, range(4, 10))
        copies = list(copy.parameters())
        with torch.no_grad():
            for parameter, point in zip(copies, points, strict=True):
                parameter.copy_(point)
        fresh = rule.build_named(copy)
        fresh.load_state_dict(state)
        assert fresh.base_lrs == stepper.base_lrs
        assert_same_bits(descend(fresh, copies, range(4, 10)), expected)


def test_rates_change_within_a_descent() -> None:
    """Or the tests above would not see a rate that is remembered where it should not be."""
    assert len({rate(0.1, step) for step in range(5)}) == 5


def test_plain_sgd_keeps_nothing_until_there_is_momentum() -> None:
    """Raised on the way, the momentum begins as in a run that had it from there."""

    def stepper(momentum: float) -> tuple[nn.Parameter, Stepper]:
        parameter = nn.Parameter(torch.ones(3))
        return parameter, optim.SGD(0.1, momentum=momentum).build([parameter])

    plain, first = stepper(0.0)
    plain.grad = torch.ones(3)
    first.step([0.1])
    assert first.state_dict()["tensors"] == {"velocity": []}
    other, second = stepper(0.0)
    second.load_state_dict(first.state_dict())
    with torch.no_grad():
        other.copy_(plain)
    for parameter, each in ((plain, first), (other, second)):
        each.set("momentum", 0.9)
        for _ in range(2):
            parameter.grad = torch.ones(3)
            each.step([0.1])
    assert plain.tolist() == other.tolist() == pytest.approx([1 - 0.1 - 0.1 - 0.19] * 3)
    assert len(first.state_dict()["tensors"]["velocity"]) == 1
    second.load_state_dict(first.state_dict())
    assert torch.equal(second.state_dict()["tensors"]["velocity"][0], torch.full((3,), 1.9))
