"""Every schedule is the schedule of PyTorch that its docstring names, at every step."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler as twins

from engine.schedules import Constant, Cosine, Horizon, OneCycle, Schedule, StepDecay, Warmup

BASE = 0.1
LENGTHS = st.integers(1, 300)
patient = settings(deadline=None)
MakeTwin = Callable[[torch.optim.Optimizer], twins.LRScheduler]


def rates_of_twin(make: MakeTwin, steps: int, steps_per_call: int = 1) -> list[float]:
    """Rate of each update; the scheduler is stepped after every `steps_per_call` updates."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    rates = []
    with warnings.catch_warnings():
        # SequentialLR passes an epoch to its parts, which warns that this will go.
        warnings.simplefilter("ignore")
        scheduler = make(optimizer)
        for step in range(1, steps + 1):
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            if step % steps_per_call == 0 and step < steps:
                scheduler.step()
    return rates


def assert_equal(schedule: Schedule, horizon: Horizon, expected: list[float]) -> None:
    """PyTorch chains its factors, so that rounding adds up a little on its side."""
    rates = [BASE * schedule.factor(step, horizon) for step in range(horizon.steps)]
    assert rates == pytest.approx(expected, rel=1e-9, abs=1e-12)


@patient
@given(steps=LENGTHS)
def test_constant(steps: int) -> None:
    expected = rates_of_twin(lambda o: twins.ConstantLR(o, factor=1.0), steps)
    assert_equal(Constant(), Horizon(steps, 0), expected)


@patient
@given(steps=LENGTHS, floor=st.floats(0, 1))
def test_cosine(steps: int, floor: float) -> None:
    expected = rates_of_twin(
        lambda o: twins.CosineAnnealingLR(o, T_max=steps, eta_min=floor * BASE), steps
    )
    assert_equal(Cosine(floor), Horizon(steps, 0), expected)


def test_cosine_is_slow_at_both_ends_and_reaches_its_floor() -> None:
    horizon = Horizon(100, 0)
    factors = [Cosine(0.1).factor(step, horizon) for step in range(101)]
    assert factors[0] == 1
    assert factors[-1] == pytest.approx(0.1)
    drops = [factors[0] - factors[10], factors[45] - factors[55], factors[90] - factors[100]]
    assert drops[1] > 6 * drops[0]
    assert drops[0] == pytest.approx(drops[2])


@patient
@given(
    epochs=st.integers(1, 8),
    steps_per_epoch=st.integers(1, 30),
    unfinished=st.integers(0, 29),
    every=st.integers(1, 5),
    gamma=st.floats(0.01, 1),
)
def test_step_decay_stepped_once_an_epoch(
    epochs: int, steps_per_epoch: int, unfinished: int, every: int, gamma: float
) -> None:
    steps = epochs * steps_per_epoch + unfinished % steps_per_epoch
    expected = rates_of_twin(
        lambda o: twins.StepLR(o, step_size=every, gamma=gamma), steps, steps_per_epoch
    )
    assert_equal(StepDecay(every, gamma), Horizon(steps, steps_per_epoch), expected)


@patient
@given(steps=LENGTHS, every=st.integers(1, 50))
def test_step_decay_without_epochs_counts_steps(steps: int, every: int) -> None:
    expected = rates_of_twin(lambda o: twins.StepLR(o, step_size=every), steps)
    assert_equal(StepDecay(every), Horizon(steps, 0), expected)


@patient
@given(steps=st.integers(4, 300))
def test_one_cycle_with_the_defaults(steps: int) -> None:
    expected = rates_of_twin(
        lambda o: twins.OneCycleLR(o, max_lr=BASE, total_steps=steps, cycle_momentum=False), steps
    )
    assert_equal(OneCycle(), Horizon(steps, 0), expected)


@patient
@given(
    steps=st.integers(1, 300),
    rise=st.floats(0.0, 1.0),
    start_divisor=st.floats(1, 100),
    final_divisor=st.floats(1, 1e5),
)
def test_one_cycle_with_any_shape(
    steps: int, rise: float, start_divisor: float, final_divisor: float
) -> None:
    if abs(rise * steps - 1) < 1e-9:
        rise = 0.0  # a rise of exactly one step is a division by zero in PyTorch
    expected = rates_of_twin(
        lambda o: twins.OneCycleLR(
            o,
            max_lr=BASE,
            total_steps=steps,
            pct_start=rise,
            div_factor=start_divisor,
            final_div_factor=final_divisor,
            cycle_momentum=False,
        ),
        steps,
    )
    assert_equal(OneCycle(rise, start_divisor, final_divisor), Horizon(steps, 0), expected)


def test_one_cycle_that_rises_in_one_step_starts_at_the_top() -> None:
    horizon = Horizon(10, 0)
    assert OneCycle(rise=0.1).factor(0, horizon) == 1
    assert OneCycle(rise=0.1).factor(9, horizon) == pytest.approx(1 / 25 / 1e4)


@patient
@given(steps=st.integers(2, 200), warmup=st.integers(1, 250), floor=st.floats(0, 1))
def test_warmup_before_a_cosine(steps: int, warmup: int, floor: float) -> None:
    rest = max(steps - warmup, 1)
    expected = rates_of_twin(
        lambda o: _after_warmup(
            o, warmup, twins.CosineAnnealingLR(o, T_max=rest, eta_min=floor * BASE)
        ),
        steps,
    )
    assert_equal(Warmup(warmup, Cosine(floor)), Horizon(steps, 0), expected)


@patient
@given(
    warmup=st.integers(1, 40),
    steps_per_epoch=st.integers(1, 12),
    every=st.integers(1, 3),
    gamma=st.floats(0.1, 1),
)
def test_warmup_before_a_step_decay(
    warmup: int, steps_per_epoch: int, every: int, gamma: float
) -> None:
    period = every * steps_per_epoch
    steps = warmup + 3 * period + 1
    expected = rates_of_twin(
        lambda o: _after_warmup(o, warmup, twins.StepLR(o, step_size=period, gamma=gamma)), steps
    )
    schedule = Warmup(warmup, StepDecay(every, gamma))
    assert_equal(schedule, Horizon(steps, steps_per_epoch), expected)


@patient
@given(steps=LENGTHS, warmup=st.integers(1, 350))
def test_warmup_alone(steps: int, warmup: int) -> None:
    expected = rates_of_twin(
        lambda o: _after_warmup(o, warmup, twins.ConstantLR(o, factor=1.0)), steps
    )
    assert_equal(Warmup(warmup), Horizon(steps, 0), expected)


def _after_warmup(
    optimizer: torch.optim.Optimizer, warmup: int, then: twins.LRScheduler
) -> twins.SequentialLR:
    for group in optimizer.param_groups:
        group["lr"] = BASE
    rising = twins.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    return twins.SequentialLR(optimizer, [rising, then], milestones=[warmup])


@patient
@given(steps=LENGTHS)
def test_a_warmup_of_no_steps_changes_nothing(steps: int) -> None:
    horizon = Horizon(steps, 10)
    schedule, plain = Warmup(0, StepDecay(2)), StepDecay(2)
    assert [schedule.factor(step, horizon) for step in range(steps)] == [
        plain.factor(step, horizon) for step in range(steps)
    ]
    assert schedule.marks(horizon) == plain.marks(horizon)


@patient
@given(steps=st.integers(1, 300), rise=st.floats(0, 1))
def test_one_cycle_marks_its_highest_rate(steps: int, rise: float) -> None:
    horizon, schedule = Horizon(steps, 0), OneCycle(rise)
    (mark,) = schedule.marks(horizon)
    assert 1 <= mark.step <= steps
    highest = max(schedule.factor(step, horizon) for step in range(steps))
    assert schedule.factor(mark.step - 1, horizon) == highest


@patient
@given(steps=LENGTHS, steps_per_epoch=st.integers(0, 20), every=st.integers(1, 5))
def test_step_decay_marks_every_drop(steps: int, steps_per_epoch: int, every: int) -> None:
    horizon, schedule = Horizon(steps, steps_per_epoch), StepDecay(every)
    dropped = [
        step + 1
        for step in range(1, steps)
        if schedule.factor(step, horizon) < schedule.factor(step - 1, horizon)
    ]
    assert [mark.step for mark in schedule.marks(horizon)] == dropped


@patient
@given(steps=LENGTHS, warmup=st.integers(1, 350))
def test_warmup_marks_the_first_full_rate_and_what_follows(steps: int, warmup: int) -> None:
    horizon, schedule = Horizon(steps, 10), Warmup(warmup, StepDecay(2))
    full = next((step + 1 for step in range(steps) if schedule.factor(step, horizon) == 1), None)
    drops = [
        step + 1
        for step in range(warmup, steps)
        if schedule.factor(step, horizon) < schedule.factor(step - 1, horizon)
    ]
    marks = schedule.marks(horizon)
    assert [mark.step for mark in marks if mark.letter == "W"] == ([full] if full else [])
    assert [mark.step for mark in marks if mark.letter == "D"] == drops
