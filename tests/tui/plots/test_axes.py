"""Ticks and limits: round, few, around the data, and steady."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.plots.limits import Limits, StickyLimits, snap
from tui.plots.ticks import (
    linear_ticks,
    log_ticks,
    nice_step,
    number,
    reading,
    step_label,
    step_ticks,
)

finite = st.floats(-1e12, 1e12)
positive = st.floats(1e-200, 1e200)


@given(finite, finite)
def test_linear_limits_hold_the_values(a: float, b: float) -> None:
    lo, hi = min(a, b), max(a, b)
    limits = snap(lo, hi)
    slack = 1e-5 * (limits.hi - limits.lo)
    assert limits.lo < limits.hi
    assert limits.lo - slack <= lo
    assert hi <= limits.hi + slack


@given(positive, positive)
def test_log_limits_hold_the_values(a: float, b: float) -> None:
    lo, hi = min(a, b), max(a, b)
    limits = snap(lo, hi, log=True)
    assert 0 < limits.lo < limits.hi
    assert limits.lo <= lo * (1 + 1e-6)
    assert hi <= limits.hi * (1 + 1e-6)


@pytest.mark.parametrize(
    ("lo", "hi", "log", "expected"),
    [
        (0.13, 2.4, False, (0, 3)),
        (0.93, 0.97, False, (0.93, 0.97)),
        (0.001, 0.001, False, (0, 0.001)),
        (0.0, 0.0, False, (0, 1)),
        (-3.0, -3.0, False, (-3, 0)),
        (-0.4, 0.7, False, (-0.5, 1.0)),
        (0.05, 4.6, True, (0.05, 5)),
        (3e-5, 4.6, True, (1e-5, 10)),
        (1.0, 1.0, True, (0.5, 2)),
        (-1e308, 1e308, False, (-1e300, 1e300)),
    ],
)
def test_limits_are_round(lo: float, hi: float, log: bool, expected: tuple[float, float]) -> None:
    limits = snap(lo, hi, log=log)
    assert (limits.lo, limits.hi) == pytest.approx(expected)


def test_limits_stay_while_the_values_fit() -> None:
    sticky = StickyLimits()
    first = sticky.fit(0.1, 2.4)
    assert sticky.fit(0.2, 1.1) is first
    assert sticky.fit(0.2, 2.9) is first


def test_limits_grow_for_a_spike_and_shrink_when_little_is_used() -> None:
    sticky = StickyLimits()
    sticky.fit(0.0, 2.4)
    spiked = sticky.fit(0.0, 70.0)
    assert spiked.hi >= 70
    assert sticky.fit(0.0, 30.0) is spiked
    assert sticky.fit(0.0, 3.0).hi == 3.0


def test_limits_change_with_the_kind_of_axis_and_on_request() -> None:
    sticky = StickyLimits()
    linear = sticky.fit(0.1, 2.0)
    assert sticky.fit(0.1, 2.0, log=True).log
    again = sticky.fit(0.1, 2.0)
    assert again == linear
    sticky.forget()
    assert sticky.fit(0.1, 0.15).hi < 0.2


def test_places_on_both_kinds_of_axis() -> None:
    assert Limits(0, 4).place(1) == 0.25
    assert Limits(0.01, 100, log=True).place(1) == pytest.approx(0.5)


@given(st.floats(1e-9, 1e9), st.integers(1, 12))
def test_steps_are_one_two_or_five_and_few_enough(span: float, count: int) -> None:
    step = nice_step(span, count)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - nice) for nice in (1, 2, 5)) < 1e-6
    assert step * count >= span * (1 - 1e-6)


@given(finite, st.floats(1e-3, 1e6), st.integers(1, 6))
def test_linear_ticks_lie_inside_and_differ(lo: float, span: float, count: int) -> None:
    lo = round(lo % 1000, 3)
    ticks = linear_ticks(lo, lo + span, count)
    assert len(ticks) <= count + 1
    assert all(lo - 1e-5 * span <= tick.value <= lo + span * (1 + 1e-5) for tick in ticks)
    labels = [tick.label for tick in ticks]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("lo", "hi", "count", "labels"),
    [
        (0, 3, 4, ["0", "1", "2", "3"]),
        (0, 0.5, 5, ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        (0, 1e-3, 2, ["0", "5e-4", "1e-3"]),
        (0, 1e6, 2, ["0", "5e5", "1e6"]),
        (-1, 1, 2, ["-1", "0", "1"]),
    ],
)
def test_linear_labels(lo: float, hi: float, count: int, labels: list[str]) -> None:
    assert [tick.label for tick in linear_ticks(lo, hi, count)] == labels


@pytest.mark.parametrize(
    ("lo", "hi", "count", "labels"),
    [
        (0.01, 10, 4, ["0.01", "0.1", "1", "10"]),
        (0.05, 5, 3, ["0.1", "1"]),
        (0.2, 2, 5, ["0.2", "0.5", "1", "2"]),
        (0.5, 1, 2, ["0.5", "1"]),
        (1e-12, 1, 3, ["1e-10", "1e-5", "1"]),
        (1, 1e30, 2, ["1", "1e20"]),
        (1e-3, 1e8, 2, ["1", "1e5"]),
        (1e-2, 1e9, 1, ["1", "1e5"]),
    ],
)
def test_log_labels(lo: float, hi: float, count: int, labels: list[str]) -> None:
    assert [tick.label for tick in log_ticks(lo, hi, count)] == labels


@example(lo=3.0, ratio=3.3e41, count=1)
@given(positive, st.floats(1.5, 1e60), st.integers(1, 5))
def test_log_ticks_are_few_and_inside(lo: float, ratio: float, count: int) -> None:
    ticks = log_ticks(lo, lo * ratio, count)
    assert 1 <= len(ticks) <= max(count, 2) + 2
    assert all(lo * 0.999 <= tick.value <= lo * ratio * 1.001 for tick in ticks)


@pytest.mark.parametrize(
    ("lo", "hi", "labels"),
    [
        (0, 2000, ["0", "500", "1000", "1500", "2000"]),
        (0, 1_000_000, ["0", "200k", "400k", "600k", "800k", "1M"]),
        (0, 3, ["0", "1", "2", "3"]),
        (740, 744, ["740", "741", "742", "743", "744"]),
    ],
)
def test_steps_are_whole_numbers(lo: float, hi: float, labels: list[str]) -> None:
    assert [tick.label for tick in step_ticks(lo, hi, 5)] == labels


def test_numbers_are_short() -> None:
    assert [number(value) for value in (0, 0.001, 20, 1e-5, 5e6)] == [
        "0",
        "0.001",
        "20",
        "1e-5",
        "5e6",
    ]
    assert [step_label(value) for value in (12_500, 3e6, 9999)] == ["12.5k", "3M", "9999"]


def test_readings_have_three_digits() -> None:
    values = (0.0412, 2.5, 12345.6, 1.26e-9, 100.0, math.nan, math.inf, -math.inf, 0.0)
    assert [reading(value) for value in values] == [
        "0.0412",
        "2.50",
        "12346",
        "1.26e-9",
        "100",
        "–",
        "inf",
        "-inf",
        "0.00",
    ]
