"""The schedules with a twin in PyTorch equal it at every step, for any setting."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler as twins

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
    Per,
    Polynomial,
    Schedule,
    Sequence,
    Warmup,
    WarmupStableDecay,
    momentum_of,
    preview,
    preview_momentum,
    warmup_cosine,
)

BASE = 0.1
CLOSE = 1e-12
"""Relative; some of PyTorch's multiply the rate of the step before, and round each time."""
UNITS: st.SearchStrategy[Per] = st.sampled_from(("step", "epoch"))
HORIZONS = st.builds(Horizon, st.integers(1, 200), st.integers(0, 20))
few = settings(max_examples=25, deadline=None)
MakeTwin = Callable[[torch.optim.Optimizer], twins.LRScheduler]


def twin(
    make: MakeTwin, horizon: Horizon, per: Per = "step", *, adam: bool = False
) -> tuple[list[float], list[float]]:
    """(rates, momenta) of each update; stepped after every update, or after every epoch."""
    parameters = [torch.nn.Parameter(torch.zeros(1))]
    optimizer: torch.optim.Optimizer = (
        torch.optim.AdamW(parameters, lr=BASE)
        if adam
        else torch.optim.SGD(parameters, lr=BASE, momentum=0.5)
    )
    calls = horizon.steps_per_epoch if per == "epoch" and horizon.steps_per_epoch else 1
    rates, momenta = [], []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scheduler = make(optimizer)
        for step in range(1, horizon.steps + 1):
            (group,) = optimizer.param_groups
            rates.append(float(group["lr"]))
            momenta.append(group["betas"][0] if adam else group["momentum"])
            optimizer.step()
            if step % calls == 0 and step < horizon.steps:
                scheduler.step()
    return rates, momenta


def assert_equal(
    schedule: Schedule,
    horizon: Horizon,
    make: MakeTwin,
    per: Per = "step",
    tolerance: float = CLOSE,
) -> None:
    expected, _ = twin(make, horizon, per)
    # Near 0 a difference of two cosines has no more digits than this.
    assert preview(schedule, horizon, BASE) == pytest.approx(
        expected, rel=tolerance, abs=tolerance * BASE
    )


def total(horizon: Horizon, per: Per) -> int:
    """T of the twin: the whole run, in its units."""
    if per == "epoch" and horizon.steps_per_epoch:
        return -(-horizon.steps // horizon.steps_per_epoch)
    return horizon.steps


@few
@given(
    horizon=HORIZONS,
    milestones=st.lists(st.integers(1, 30), max_size=5).map(sorted).map(tuple),
    gamma=st.floats(0.01, 1),
    per=UNITS,
)
def test_multi_step(horizon: Horizon, milestones: tuple[int, ...], gamma: float, per: Per) -> None:
    assert_equal(
        MultiStep(milestones, gamma, per),
        horizon,
        lambda o: twins.MultiStepLR(o, milestones, gamma=gamma),
        per,
    )


@few
@given(horizon=HORIZONS, gamma=st.floats(0.5, 1), per=UNITS)
def test_exponential(horizon: Horizon, gamma: float, per: Per) -> None:
    schedule = Exponential(gamma, per)
    assert_equal(schedule, horizon, lambda o: twins.ExponentialLR(o, gamma), per)


@few
@given(
    horizon=HORIZONS,
    power=st.floats(0.2, 4),
    period=st.none() | st.integers(1, 250),
    per=UNITS,
)
def test_polynomial(horizon: Horizon, power: float, period: int | None, per: Per) -> None:
    length = total(horizon, per) if period is None else period
    assert_equal(
        Polynomial(power, period=period, per=per),
        horizon,
        lambda o: twins.PolynomialLR(o, total_iters=length, power=power),
        per,
    )


@few
@given(
    horizon=HORIZONS,
    start=st.floats(0.01, 1),
    end=st.floats(0, 1),
    period=st.none() | st.integers(1, 250),
    per=UNITS,
)
def test_linear(horizon: Horizon, start: float, end: float, period: int | None, per: Per) -> None:
    length = total(horizon, per) if period is None else period
    assert_equal(
        Linear(start, end, period, per),
        horizon,
        lambda o: twins.LinearLR(o, start_factor=start, end_factor=end, total_iters=length),
        per,
    )


@few
@given(horizon=HORIZONS, floor=st.floats(0, 1), period=st.integers(1, 250), per=UNITS)
def test_cosine_with_a_period_of_its_own(
    horizon: Horizon, floor: float, period: int, per: Per
) -> None:
    assert_equal(
        Cosine(floor, period, per),
        horizon,
        lambda o: twins.CosineAnnealingLR(o, T_max=period, eta_min=floor * BASE),
        per,
    )


@few
@given(horizon=HORIZONS, floor=st.floats(0, 1))
def test_cosine_stepped_once_an_epoch(horizon: Horizon, floor: float) -> None:
    epochs = total(horizon, "epoch")
    assert_equal(
        Cosine(floor, per="epoch"),
        horizon,
        lambda o: twins.CosineAnnealingLR(o, T_max=epochs, eta_min=floor * BASE),
        "epoch",
    )


@few
@given(
    horizon=HORIZONS,
    first=st.integers(1, 20),
    growth=st.integers(1, 3),
    floor=st.floats(0, 1),
    per=UNITS,
)
def test_cosine_with_warm_restarts(
    horizon: Horizon, first: int, growth: int, floor: float, per: Per
) -> None:
    assert_equal(
        CosineRestarts(first, growth, floor, per),
        horizon,
        lambda o: twins.CosineAnnealingWarmRestarts(o, first, growth, eta_min=floor * BASE),
        per,
    )


@few
@given(
    horizon=HORIZONS,
    rise=st.integers(1, 40),
    fall=st.none() | st.integers(1, 40),
    low=st.floats(0, 1),
    cycle=st.sampled_from(("triangular", "triangular2", "exp_range")),
    gamma=st.floats(0.9, 1),
    adam=st.booleans(),
    per=UNITS,
)
def test_cyclic_with_its_opposite_momentum(
    *,
    horizon: Horizon,
    rise: int,
    fall: int | None,
    low: float,
    cycle: str,
    gamma: float,
    adam: bool,
    per: Per,
) -> None:
    rates, momenta = twin(
        lambda o: twins.CyclicLR(
            o,
            low * BASE,
            BASE,
            step_size_up=rise,
            step_size_down=fall,
            mode=cycle,  # type: ignore[arg-type]
            gamma=gamma,
            base_momentum=0.8,
            max_momentum=0.9,
        ),
        horizon,
        per,
        adam=adam,
    )
    schedule = Cyclic(rise, fall, low, cycle, gamma, (0.8, 0.9), per)  # type: ignore[arg-type]
    # PyTorch finds the place in the cycle by a division, and loses some digits by it.
    assert preview(schedule, horizon, BASE) == pytest.approx(rates, rel=1e-11, abs=1e-13)
    assert preview_momentum(schedule, horizon) == pytest.approx(momenta, rel=1e-11)


@few
@given(
    steps=st.integers(1, 200),
    rise=st.floats(0, 1),
    start_divisor=st.floats(1, 100),
    final_divisor=st.floats(1, 1e5),
    anneal=st.sampled_from(("cosine", "linear")),
    three_phase=st.booleans(),
    lowest=st.floats(0.1, 0.9),
    adam=st.booleans(),
)
def test_one_cycle_in_every_form_with_its_opposite_momentum(
    *,
    steps: int,
    rise: float,
    start_divisor: float,
    final_divisor: float,
    anneal: str,
    three_phase: bool,
    lowest: float,
    adam: bool,
) -> None:
    if abs(rise * steps - 1) < 1e-9:
        rise = 0.0  # a rise of exactly one step is a division by zero in PyTorch
    rates, momenta = twin(
        lambda o: twins.OneCycleLR(
            o,
            max_lr=BASE,
            total_steps=steps,
            pct_start=rise,
            anneal_strategy="cos" if anneal == "cosine" else "linear",
            base_momentum=lowest,
            max_momentum=0.95,
            div_factor=start_divisor,
            final_div_factor=final_divisor,
            three_phase=three_phase,
        ),
        Horizon(steps, 0),
        adam=adam,
    )
    schedule = OneCycle(
        rise,
        start_divisor,
        final_divisor,
        (lowest, 0.95),
        anneal,  # type: ignore[arg-type]
        three_phase,
    )
    horizon = Horizon(steps, 0)
    assert preview(schedule, horizon, BASE) == pytest.approx(rates, rel=1e-9, abs=1e-13)
    assert preview_momentum(schedule, horizon) == pytest.approx(momenta, rel=1e-11)


def test_one_cycle_replaces_rate_and_momentum_of_the_optimiser() -> None:
    horizon, schedule = Horizon(100, 0), OneCycle(momentum_range=(0.85, 0.95))
    rates, momenta = preview(schedule, horizon, 0.1), preview_momentum(schedule, horizon)
    assert (rates[0], momenta[0]) == pytest.approx((0.004, 0.95))
    assert (rates[29], momenta[29]) == pytest.approx((0.1, 0.85))
    assert (rates[99], momenta[99]) == pytest.approx((4e-7, 0.95))
    assert set(preview_momentum(OneCycle(), horizon)) == {None}


@few
@given(
    horizon=HORIZONS,
    warmup=st.integers(1, 60),
    width=st.none() | st.integers(1, 1024),
)
def test_inverse_square_root_is_the_formula_of_the_paper(
    horizon: Horizon, warmup: int, width: int | None
) -> None:
    def noam(step: int) -> float:
        number = step + 1
        peak = (1 / warmup) ** 0.5 if width is None else (width) ** 0.5
        return float(min(1 / number**0.5, number / warmup**1.5) / peak)

    assert_equal(InverseSqrt(warmup, width), horizon, lambda o: twins.LambdaLR(o, noam))


def test_noam_starts_small_and_has_the_peak_of_the_paper() -> None:
    rates = preview(InverseSqrt(4000, width=512), Horizon(8000, 0), lr=1.0)
    assert rates.index(max(rates)) == 4000 - 1
    assert max(rates) == pytest.approx(6.99e-4, rel=1e-3)
    assert rates[0] == pytest.approx(max(rates) / 4000)
    assert InverseSqrt(4000).factor(3999, Horizon(8000, 0)) == pytest.approx(1)


@few
@given(
    steps=st.integers(1, 200),
    warmup=st.integers(0, 80),
    decay=st.floats(0, 1),
    floor=st.floats(0.001, 1),
    descent=st.sampled_from(("exponential", "linear", "cosine", "sqrt")),
)
def test_warmup_stable_decay(
    steps: int, warmup: int, decay: float, floor: float, descent: str
) -> None:
    falling = round(decay * steps)

    def wsd(step: int) -> float:
        number = step + 1
        if number < warmup:
            return number / warmup
        left = steps - number
        if left >= falling:
            return 1.0
        done = 1 - left / falling
        shapes = {
            "exponential": torch.tensor(floor, dtype=torch.float64).pow(done).item(),
            "linear": floor * done + (1 - done),
            "cosine": floor
            + (1 - floor)
            * torch.cos(torch.tensor(done * torch.pi / 2, dtype=torch.float64)).item() ** 2,
            "sqrt": 1 - (1 - floor) * done**0.5,
        }
        return float(shapes[descent])

    schedule = WarmupStableDecay(warmup, decay, floor, descent)  # type: ignore[arg-type]
    assert_equal(schedule, Horizon(steps, 0), lambda o: twins.LambdaLR(o, wsd), tolerance=1e-11)


def test_a_longer_run_shares_its_stable_stage_with_a_shorter_one() -> None:
    schedule = WarmupStableDecay(10, 0.2)
    short = preview(schedule, Horizon(100, 0))
    long = preview(schedule, Horizon(1000, 0))
    assert short[:80] == long[:80]
    assert short[80] < long[80] == 1
    assert short[-1] == pytest.approx(0.1)


# Composition


def after_warmup(o: torch.optim.Optimizer, warmup: int, then: twins.LRScheduler) -> MakeTwin:
    rising = twins.LinearLR(o, start_factor=1 / warmup, total_iters=warmup - 1)
    return twins.SequentialLR(o, [rising, then], milestones=[warmup])  # type: ignore[return-value]


@few
@given(
    epochs=st.integers(2, 12),
    steps_per_epoch=st.integers(1, 8),
    warmup=st.integers(1, 5),
    floor=st.floats(0, 1),
)
def test_warmup_and_cosine_stepped_once_an_epoch(
    epochs: int, steps_per_epoch: int, warmup: int, floor: float
) -> None:
    rest = max(epochs - warmup, 1)
    assert_equal(
        warmup_cosine(steps=warmup, floor=floor, per="epoch"),
        Horizon(epochs * steps_per_epoch, steps_per_epoch),
        lambda o: after_warmup(  # type: ignore[arg-type, return-value]
            o, warmup, twins.CosineAnnealingLR(o, T_max=rest, eta_min=floor * BASE)
        ),
        "epoch",
    )


def test_warmup_and_cosine_neither_start_at_zero_nor_rise_after_the_end() -> None:
    horizon, schedule = Horizon(1000, 0), warmup_cosine(steps=100)
    assert schedule.factor(0, horizon) == 0.01
    assert 0.1 * schedule.factor(550, horizon) == pytest.approx(0.05)
    assert schedule.factor(1000, horizon) == schedule.factor(1200, horizon) == 0.0


@few
@given(
    first=st.integers(1, 40),
    second=st.integers(1, 40),
    third=st.integers(1, 40),
    gamma=st.floats(0.5, 1),
)
def test_a_sequence_is_a_sequential_lr(first: int, second: int, third: int, gamma: float) -> None:
    ours = Sequence(
        (Linear(0.1, 1.0), Exponential(gamma, per="step"), CosineRestarts(7, per="step")),
        (first, first + second),
    )

    def theirs(o: torch.optim.Optimizer) -> twins.LRScheduler:
        parts: list[twins.LRScheduler] = [
            twins.LinearLR(o, start_factor=0.1, total_iters=first),
            twins.ExponentialLR(o, gamma),
            twins.CosineAnnealingWarmRestarts(o, 7),
        ]
        return twins.SequentialLR(o, parts, milestones=[first, first + second])

    assert_equal(ours, Horizon(first + second + third, 0), theirs)


@few
@given(steps=st.integers(1, 150), gamma=st.floats(0.5, 1), period=st.integers(1, 50))
def test_a_chain_is_a_chained_scheduler(steps: int, gamma: float, period: int) -> None:
    def theirs(o: torch.optim.Optimizer) -> twins.LRScheduler:
        return twins.ChainedScheduler(
            [twins.LinearLR(o, 0.3, 1.0, period), twins.ExponentialLR(o, gamma)]
        )

    ours = Chained((Linear(0.3, 1.0, period), Exponential(gamma, per="step")))
    assert_equal(ours, Horizon(steps, 0), theirs)


@few
@given(warmup=st.integers(1, 40), rest=st.integers(4, 100), three_phase=st.booleans())
def test_warmup_before_a_one_cycle_passes_its_momentum_on(
    warmup: int, rest: int, three_phase: bool
) -> None:
    cycle = OneCycle(momentum_range=(0.85, 0.95), three_phase=three_phase)
    horizon = Horizon(warmup + rest, 0)
    _, alone = twin(
        lambda o: twins.OneCycleLR(o, BASE, total_steps=rest, three_phase=three_phase),
        Horizon(rest, 0),
    )
    expected = [0.95] * warmup + alone
    for schedule in (Warmup(warmup, cycle), Sequence((Linear(0.1, 1), cycle), (warmup,))):
        assert preview_momentum(schedule, horizon) == pytest.approx(expected, rel=1e-11)
        assert preview(schedule, horizon)[warmup:] == preview(cycle, Horizon(rest, 0))


def test_a_sequence_keeps_the_momentum_that_the_cycle_ended_with() -> None:
    cycle = OneCycle(momentum_range=(0.85, 0.95))
    schedule = Sequence((cycle, Constant()), (50,))
    momenta = preview_momentum(schedule, Horizon(80, 0))
    assert momenta[49:] == (momenta[49],) * 31
    assert momenta[49] == pytest.approx(0.95)


def test_where_nothing_moves_the_momentum_nothing_is_said_about_it() -> None:
    for schedule in (Warmup(3, Cosine()), Sequence((Constant(),), ()), Chained((Constant(),))):
        assert momentum_of(schedule, 0, Horizon(10, 0)) is None
    assert momentum_of(Constant(), 0, Horizon(10, 0)) is None


def test_in_a_chain_the_last_one_moves_the_momentum() -> None:
    slow, fast = Cyclic(10, momentum_range=(0.5, 0.6)), Cyclic(2, momentum_range=(0.8, 0.9))
    horizon = Horizon(30, 0)
    chain = Chained((slow, fast, Constant()))
    assert preview_momentum(chain, horizon) == preview_momentum(fast, horizon)
