"""The range test finds a rate, explains it, and leaves no trace."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import Any

import msgspec
import pytest
import recipes
import torch
from hypothesis import given
from hypothesis import strategies as st
from recipes import losses
from torch import nn

from engine import optim, seeding, train
from engine.client import Engine
from engine.errors import ConfigurationError
from engine.events import StepEnded
from engine.loop import training
from engine.request import RunRequest
from engine.seeding import RandomState
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.study.finder import RangeTest, Sweep, find_for, range_test
from engine.study.suggestions import suggestions
from engine.travel.keeping import InMemory

CPU = torch.device("cpu")
QUICK = Sweep(steps=60, smoothing=0.9)


def setup(**more: Any) -> Setup:
    """A model with dropout and batch norm: noise, buffers, optimiser state."""

    def model() -> nn.Module:
        return nn.Sequential(
            nn.Linear(2, 16), nn.BatchNorm1d(16), nn.Dropout(0.2), nn.ReLU(), nn.Linear(16, 2)
        )

    chosen = {"optimizer": optim.AdamW(0.01), **more}
    made = recipes.moons(**chosen)
    return prepare(dataclasses.replace(made, model=model), seed=1, device=CPU)


def run(ready: Setup) -> list[float]:
    """The losses of a run with a seed of its own."""
    torch.manual_seed(seeding.derive(1, "noise"))
    return losses(training(ready, Steering()))


def state(ready: Setup) -> list[torch.Tensor]:
    """Everything that training could have changed, random state included."""
    tensors = [t.clone() for t in ready.model.state_dict().values()]
    return [*tensors, RandomState.now(CPU).cpu]


def test_a_run_after_it_is_the_run_without_it() -> None:
    plain = run(setup())
    ready = setup()
    before = state(ready)
    found = range_test(ready, QUICK)
    assert all(torch.equal(a, b) for a, b in zip(before, state(ready), strict=True))
    assert all(parameter.grad is None for parameter in ready.parameters)
    assert max(found.losses) > 2 * min(found.losses)  # it did tear the model apart meanwhile
    assert run(ready) == plain


@pytest.mark.parametrize("step", [1, 7])
def test_nothing_is_left_after_a_step_that_raised(step: int) -> None:
    plain = run(setup())
    ready = setup()
    before = state(ready)
    count = 0

    def interrupt(module: nn.Module, *_: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise KeyboardInterrupt

    hook = ready.model[0].register_forward_hook(interrupt)  # type: ignore[index]
    with pytest.raises(KeyboardInterrupt):
        range_test(ready, QUICK)
    hook.remove()
    assert all(torch.equal(a, b) for a, b in zip(before, state(ready), strict=True))
    assert run(ready) == plain


def test_it_can_begin_in_the_middle_of_a_run() -> None:
    keeper = InMemory(every=15)
    torch.manual_seed(seeding.derive(1, "noise"))
    whole = losses(training(setup(), Steering(), keeper=keeper))
    ready = setup()
    found = range_test(ready, QUICK, start=keeper.at(15))
    assert found.losses[0] == whole[15]
    assert losses(training(ready, Steering(), start=keeper.at(15))) == whole[15:]


def test_the_rates_are_a_geometric_sequence() -> None:
    sweep = Sweep(start=1e-7, end=10, steps=101)
    rates = [sweep.rate(step) for step in range(101)]
    assert rates[0] == pytest.approx(1e-7)
    assert rates[-1] == pytest.approx(10)
    assert all(b / a == pytest.approx(1.2023, rel=1e-4) for a, b in pairwise(rates))


def test_smoothing_is_debiased_and_divergence_ends_the_sweep() -> None:
    found = range_test(setup(optimizer=optim.SGD(0.1)), Sweep(end=1e4, steps=200, smoothing=0.9))
    assert found.diverged
    assert len(found.rates) == len(found.losses) == len(found.smoothed) < 200
    assert found.smoothed[0] == pytest.approx(found.losses[0])
    weights = [0.9**i for i in range(len(found.losses))][::-1]
    mean = sum(w * x for w, x in zip(weights, found.losses, strict=True)) / sum(weights)
    assert found.smoothed[-1] == pytest.approx(mean)
    assert not found.smoothed[-1] <= 4 * min(found.smoothed)


def test_what_it_suggests_trains_well() -> None:
    """Every suggestion is far better than a rate that is far too low or too high."""
    found = range_test(setup(optimizer=optim.SGD(0.1)), QUICK)
    assert [s.name for s in found.suggestions] == ["steepest", "minimum/10", "valley"]

    def final(rate: float) -> float:
        events = list(train(recipes.moons(lr=rate, momentum=0.0, epochs=8), device="cpu"))
        last = [event.loss for event in events if isinstance(event, StepEnded)][-8:]
        return sum(last) / len(last)

    for suggestion in found.suggestions:
        assert final(suggestion.rate) < 0.6 * final(1e-5)
        assert suggestion.why.endswith(".")


def test_suggestions_read_the_curve() -> None:
    """A flat start, a straight fall from 1e-3 to 1e-1 with its steepest part at 1e-2, a rise."""
    rates = tuple(10 ** (-5 + step / 10) for step in range(60))

    def loss(rate: float) -> float:
        place = math.log10(rate)
        return 2 - 1 / (1 + math.exp(-4 * (place + 2))) + max(0.0, place + 0.6) ** 2

    found = {s.name: s.rate for s in suggestions(rates, tuple(loss(rate) for rate in rates))}
    assert found["steepest"] == pytest.approx(1e-2, rel=0.3)
    assert 1e-2 < found["minimum/10"] < 1e-1
    assert 1e-3 < found["valley"] < 1e-1


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=50))
def test_any_curve_is_read_without_an_error(smoothed: list[float]) -> None:
    rates = tuple(10.0 ** (step / 10) for step in range(len(smoothed)))
    for suggestion in suggestions(rates, tuple(smoothed)):
        assert 0 < suggestion.rate <= max(rates)


def test_a_loss_that_never_falls_suggests_nothing() -> None:
    assert suggestions((1.0, 2.0, 3.0, 4.0), (1.0, 1.5, 2.0, 3.0)) == ()


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"start": 0.0}, "start"),
        ({"start": 1.0, "end": 0.1}, "end"),
        ({"steps": 1}, "steps"),
        ({"smoothing": 1.0}, "smoothing"),
        ({"diverged": 1.0}, "diverged"),
    ],
)
def test_bad_sweeps_are_refused(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(ConfigurationError, match=field):
        Sweep(**settings)


def test_in_a_worker_and_in_process_are_the_same(engine: Engine) -> None:
    request = RunRequest(recipe="recipes:moons", parameters=(("model", "dropping"),), seed=2)
    outside = torch.get_rng_state()
    here = find_for(request, QUICK)
    assert torch.equal(outside, torch.get_rng_state())
    there = msgspec.convert(
        engine.call("engine.study.finder:find_for", request, QUICK), RangeTest, strict=False
    )
    assert there == here


def test_groups_keep_the_ratio_of_their_rates() -> None:
    def groups(parameters: Any) -> torch.optim.Optimizer:
        first, *rest = parameters
        return torch.optim.SGD([{"params": [first], "lr": 0.1}, {"params": rest, "lr": 0.01}])

    seen = []
    ready = setup(optimizer=groups)
    step = ready.stepper.step
    ready.stepper.step = lambda lrs: (seen.append(lrs), step(lrs))[1]  # type: ignore[func-returns-value, method-assign]
    range_test(ready, QUICK)
    assert all(lrs[0] / lrs[1] == pytest.approx(10) for lrs in seen)
    assert seen[0][0] == pytest.approx(QUICK.start)
