"""PyTorch's schedulers behind our protocol: the same rates, at any step, in any order."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import Optimizer
from torch.optim import lr_scheduler as twins

from engine.errors import ConfigurationError
from engine.schedules import (
    Cosine,
    CosineRestarts,
    Cyclic,
    Horizon,
    OneCycle,
    Schedule,
    StepDecay,
    TorchSchedule,
    Warmup,
    preview,
    preview_momentum,
    torch_schedule,
)

HORIZON = Horizon(60, 7)
PAIRS: list[tuple[Schedule, TorchSchedule]] = [
    (Cosine(0.1), TorchSchedule(lambda o: twins.CosineAnnealingLR(o, 60, eta_min=0.1))),
    (StepDecay(2), TorchSchedule(lambda o: twins.StepLR(o, 2), "epoch")),
    (
        CosineRestarts(2, 2),
        TorchSchedule(lambda o: twins.CosineAnnealingWarmRestarts(o, 2, 2), "epoch"),
    ),
    (
        OneCycle(momentum_range=(0.85, 0.95)),
        TorchSchedule(lambda o: twins.OneCycleLR(o, max_lr=1.0, total_steps=60)),
    ),
    (
        OneCycle(),
        TorchSchedule(lambda o: twins.OneCycleLR(o, 1.0, total_steps=60, cycle_momentum=False)),
    ),
    (
        Cyclic(5, 9, momentum_range=(0.8, 0.9)),
        TorchSchedule(lambda o: twins.CyclicLR(o, 0.1, 1.0, 5, 9)),
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_an_experiment_can_use_either(ours: Schedule, theirs: TorchSchedule) -> None:
    assert preview(ours, HORIZON, 0.1) == pytest.approx(preview(theirs, HORIZON, 0.1), rel=1e-9)
    momenta = preview_momentum(ours, HORIZON)
    if momenta[0] is None:
        assert preview_momentum(theirs, HORIZON) == momenta
    else:
        assert preview_momentum(theirs, HORIZON) == pytest.approx(momenta, rel=1e-9)


@settings(max_examples=10, deadline=None)
@given(steps=st.permutations(range(30)))
def test_steps_can_be_asked_for_in_any_order(steps: list[int]) -> None:
    def make(o: Optimizer) -> twins.LRScheduler:
        return twins.ExponentialLR(o, 0.9)

    jumping, straight = TorchSchedule(make), TorchSchedule(make)
    expected = preview(straight, Horizon(30, 0))
    assert [jumping.factor(step, Horizon(30, 0)) for step in steps] == [
        expected[step] for step in steps
    ]


def sequential(o: Optimizer) -> twins.LRScheduler:
    rising = twins.LinearLR(o, start_factor=0.1, total_iters=9)
    return twins.SequentialLR(o, [rising, twins.CosineAnnealingLR(o, 50)], milestones=[10])


@pytest.mark.parametrize(
    "make",
    [
        lambda o: twins.StepLR(o, 3),
        sequential,
        lambda o: twins.ChainedScheduler([twins.StepLR(o, 3), twins.LinearLR(o)]),
        lambda o: twins.LambdaLR(o, lambda step: 1 / (step + 1)),
    ],
)
def test_no_warning_and_no_random_number_gets_out(
    make: Callable[[Optimizer], twins.LRScheduler],
) -> None:
    before = torch.get_rng_state(), random.getstate()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rates = preview(TorchSchedule(make), HORIZON)
    assert len(set(rates)) > 5
    assert torch.equal(before[0], torch.get_rng_state())
    assert before[1] == random.getstate()


def test_it_composes_with_ours() -> None:
    schedule = Warmup(10, TorchSchedule(lambda o: twins.CosineAnnealingLR(o, 50)))
    assert preview(schedule, HORIZON) == pytest.approx(
        preview(Warmup(10, Cosine()), HORIZON), rel=1e-9, abs=1e-13
    )
    assert schedule.momentum(20, HORIZON) is None


def test_a_scheduler_that_ends_before_the_run_says_so() -> None:
    schedule = TorchSchedule(lambda o: twins.OneCycleLR(o, 1.0, total_steps=10))
    with pytest.raises(ConfigurationError, match="as many steps as the run"):
        preview(schedule, HORIZON)


def test_reduce_on_plateau_is_sent_to_its_own_form() -> None:
    schedule = TorchSchedule(twins.ReduceLROnPlateau)
    with pytest.raises(ConfigurationError, match="TorchPlateau"):
        schedule.factor(0, HORIZON)


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError) as caught:
        TorchSchedule(lambda o: twins.StepLR(o, 3), "batch")  # type: ignore[arg-type]
    assert caught.value.field == "per"


def test_by_name() -> None:
    named = torch_schedule(scheduler="StepLR", settings={"step_size": 2}, per="epoch")
    assert preview(named, HORIZON) == pytest.approx(preview(StepDecay(2), HORIZON))
    with pytest.raises(ConfigurationError, match="Did you mean 'StepLR'"):
        torch_schedule(scheduler="SteppLR")
    with pytest.raises(ConfigurationError, match="verbose"):
        torch_schedule(scheduler="StepLR", settings={"step_size": 2, "verbose": True})
