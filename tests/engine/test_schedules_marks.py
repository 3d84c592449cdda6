"""What schedules refuse, what they mark, and where they are found by name."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ConfigurationError
from engine.schedules import (
    Chained,
    Constant,
    Cosine,
    CosineRestarts,
    Cyclic,
    Exponential,
    Horizon,
    InverseSqrt,
    Linear,
    MultiStep,
    OneCycle,
    Polynomial,
    Schedule,
    Sequence,
    StepDecay,
    Warmup,
    WarmupStableDecay,
    preview,
)
from engine.schedules.catalog import schedules

few = settings(max_examples=25, deadline=None)
HORIZONS = st.builds(Horizon, st.integers(1, 200), st.integers(0, 20))


def steps_of(schedule: Schedule, horizon: Horizon, letter: str) -> list[int]:
    return [mark.step for mark in schedule.marks(horizon) if mark.letter == letter]


@few
@given(horizon=HORIZONS, milestones=st.lists(st.integers(1, 12), max_size=4).map(sorted).map(tuple))
def test_multi_step_marks_every_drop(horizon: Horizon, milestones: tuple[int, ...]) -> None:
    schedule = MultiStep(milestones, 0.5)
    rates = preview(schedule, horizon)
    drops = [step + 1 for step in range(1, horizon.steps) if rates[step] < rates[step - 1]]
    assert steps_of(schedule, horizon, "D") == drops


@few
@given(horizon=HORIZONS, first=st.integers(1, 12), growth=st.integers(1, 3))
def test_restarts_are_marked_where_the_full_rate_is_back(
    horizon: Horizon, first: int, growth: int
) -> None:
    schedule = CosineRestarts(first, growth, per="step")
    rates = preview(schedule, horizon)
    top = [step + 1 for step in range(1, horizon.steps) if rates[step] == 1]
    assert steps_of(schedule, horizon, "R") == top


def test_sgdr_restarts_after_10_30_and_70_epochs() -> None:
    schedule = CosineRestarts(10, growth=2)
    assert steps_of(schedule, Horizon(100, 1), "R") == [11, 31, 71]
    assert steps_of(schedule, Horizon(500, 5), "R") == [51, 151, 351]


def test_the_rate_is_lowest_just_before_each_restart_and_not_under_a_plain_cosine() -> None:
    epochs, horizon = (49, 99, 149, 199), Horizon(200, 1)
    restarts = [CosineRestarts(50).factor(epoch, horizon) for epoch in epochs]
    wave = [Cosine(period=50, per="epoch").factor(epoch, horizon) for epoch in epochs]
    assert restarts == pytest.approx([1e-3] * 4, rel=0.02)
    assert wave == pytest.approx([1e-3, 0.999, 1e-3, 0.999], rel=0.02)


@few
@given(horizon=HORIZONS, rise=st.integers(1, 20), fall=st.integers(1, 20))
def test_cyclic_marks_each_new_cycle(horizon: Horizon, rise: int, fall: int) -> None:
    schedule = Cyclic(rise, fall, low=0.5)
    lowest = [
        step + 1 for step, rate in enumerate(preview(schedule, horizon)) if step and rate == 0.5
    ]
    assert steps_of(schedule, horizon, "R") == lowest


@few
@given(
    steps=st.integers(1, 200), warmup=st.integers(0, 250), decay=st.sampled_from((0.0, 0.1, 0.5))
)
def test_wsd_marks_the_full_rate_and_the_first_fall(steps: int, warmup: int, decay: float) -> None:
    horizon, schedule = Horizon(steps, 0), WarmupStableDecay(warmup, decay)
    rates = preview(schedule, horizon)
    fallen = [s for s in range(max(warmup, 1), steps + 1) if rates[s - 1] < 1]
    assert steps_of(schedule, horizon, "D") == fallen[:1]
    assert steps_of(schedule, horizon, "W") == (
        [rates.index(1.0) + 1] if warmup and 1.0 in rates else []
    )


@few
@given(steps=st.integers(1, 200), warmup=st.integers(1, 250))
def test_inverse_sqrt_marks_its_peak(steps: int, warmup: int) -> None:
    horizon, schedule = Horizon(steps, 0), InverseSqrt(warmup)
    rates = preview(schedule, horizon)
    peak = [rates.index(max(rates)) + 1] if warmup <= steps else []
    assert steps_of(schedule, horizon, "W") == peak


def test_a_sequence_marks_its_seams_and_what_its_parts_mark() -> None:
    schedule = Sequence(
        (Warmup(4), StepDecay(5, per="step"), CosineRestarts(6, per="step")), (10, 22)
    )
    marks = [(mark.step, mark.letter) for mark in schedule.marks(Horizon(30, 0))]
    assert marks == [(4, "W"), (11, "N"), (16, "D"), (21, "D"), (23, "N"), (29, "R")]
    assert [mark.step for mark in schedule.marks(Horizon(15, 0))] == [4, 11]


def test_a_sequence_counts_its_milestones_in_epochs_where_it_is_told_to() -> None:
    schedule = Sequence((Constant(), Linear()), (2,), per="epoch")
    rates = preview(schedule, Horizon(20, 5))
    assert rates[:11] == (1.0,) * 11
    assert rates[15] == pytest.approx(0.5)


def test_a_chain_marks_what_all_its_parts_mark() -> None:
    schedule = Chained((StepDecay(4, per="step"), Warmup(6)))
    marks = [(mark.step, mark.letter) for mark in schedule.marks(Horizon(12, 0))]
    assert marks == [(5, "D"), (6, "W"), (9, "D")]


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: StepDecay(0), "every"),
        (lambda: StepDecay(3, gamma=-0.1), "gamma"),
        (lambda: StepDecay(3, per="week"), "per"),  # type: ignore[arg-type]
        (lambda: MultiStep((5, 3)), "milestones"),
        (lambda: MultiStep((0, 3)), "milestones"),
        (lambda: Exponential(math.nan), "gamma"),
        (lambda: Polynomial(0), "power"),
        (lambda: Polynomial(period=0), "period"),
        (lambda: Linear(start=-1), "start"),
        (lambda: Cosine(2), "floor"),
        (lambda: Cosine(period=0), "period"),
        (lambda: CosineRestarts(0), "first"),
        (lambda: CosineRestarts(3, growth=0), "growth"),
        (lambda: Warmup(-1), "steps"),
        (lambda: InverseSqrt(0), "warmup"),
        (lambda: InverseSqrt(3, width=0), "width"),
        (lambda: OneCycle(rise=1.2), "rise"),
        (lambda: OneCycle(start_divisor=0), "start_divisor"),
        (lambda: OneCycle(momentum_range=(0.9, 0.8)), "momentum_range"),
        (lambda: OneCycle(anneal="cos"), "anneal"),  # type: ignore[arg-type]
        (lambda: Cyclic(0), "rise"),
        (lambda: Cyclic(3, low=1.5), "low"),
        (lambda: Cyclic(3, cycle="square"), "cycle"),  # type: ignore[arg-type]
        (lambda: WarmupStableDecay(decay=1.5), "decay"),
        (lambda: WarmupStableDecay(floor=0.0), "floor"),
        (lambda: WarmupStableDecay(descent="steep"), "descent"),  # type: ignore[arg-type]
        (lambda: Sequence((Constant(), Constant()), ()), "milestones"),
        (lambda: Sequence((Constant(),) * 3, (5, 5)), "milestones"),
        (lambda: Sequence((), ()), "milestones"),
        (lambda: Chained(()), "parts"),
    ],
)
def test_a_setting_that_cannot_be_is_named(make: Callable[[], Schedule], field: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make()
    assert caught.value.field == field


NEEDED = {"every": 3, "milestones": (3, 6), "first": 4, "steps": 5}


@pytest.mark.parametrize("name", [name for name in schedules.names if name != "torch"])
def test_every_schedule_is_there_by_name_frozen_and_the_same_each_time(name: str) -> None:
    settings = {s.name: NEEDED[s.name] for s in schedules[name].settings if s.required}
    one, other = schedules.make(name, **settings), schedules.make(name, **settings)
    assert one == other
    assert hash(one) == hash(other)
    assert dataclasses.is_dataclass(one)
    horizon = Horizon(40, 4)
    rates = preview(one, horizon)
    assert rates == tuple(one.factor(step, horizon) for step in range(40))
    assert all(0 <= rate <= 1 for rate in rates)
    assert all(1 <= mark.step <= 40 for mark in one.marks(horizon))


def test_the_catalogue_has_pytorch_s_too_and_knows_what_was_meant() -> None:
    linear = schedules.make("torch", scheduler="LinearLR", settings={"total_iters": 10})
    assert preview(linear, Horizon(12, 0)) == pytest.approx(
        preview(Linear(1 / 3, 1, 10), Horizon(12, 0))
    )
    with pytest.raises(ConfigurationError, match="Did you mean 'cosine'"):
        schedules.make("cosin")
    with pytest.raises(ConfigurationError, match="Give step a value for every"):
        schedules.make("step")


def test_the_planned_curve_needs_no_torch() -> None:
    code = (
        "import sys, engine.schedules.catalog as c; from engine.schedules import *\n"
        "preview(c.schedules.make('one_cycle'), Horizon(100, 10), 0.1)\n"
        "print(sorted({'torch', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
