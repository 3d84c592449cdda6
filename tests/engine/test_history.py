"""History: windows are exact, cost nothing more for long runs, and lose no spike."""

from __future__ import annotations

import math
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.columns import FACTOR, Column, Window
from engine.history import Points, RunHistory, Smoothed

numbers = st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, -math.inf])
batches = st.lists(st.lists(numbers, max_size=40), max_size=12)


def check_against_brute_force(window: Window, values: np.ndarray) -> None:
    for i in range(len(window.lo)):
        part = values[window.edges[i] : window.edges[i + 1]]
        finite = part[np.isfinite(part)]
        assert window.nonfinite[i] == (len(finite) < len(part))
        expected = (finite.min(), finite.max()) if len(finite) else (math.nan, math.nan)
        np.testing.assert_equal((window.lo[i], window.hi[i]), expected)
        ends = (part[0], part[-1]) if len(part) else (math.nan, math.nan)
        np.testing.assert_equal((window.first[i], window.last[i]), ends)


@given(batches, st.floats(-50, 300), st.floats(0.5, 600), st.integers(1, 60))
def test_window_is_what_brute_force_finds(
    dealt: list[list[float]], first: float, width: float, columns: int
) -> None:
    column = Column(start=1)
    for batch in dealt:
        column.append(batch)
    values = np.array([value for batch in dealt for value in batch])
    check_against_brute_force(column.window(first, first + width, columns), values)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 30_000), st.integers(200, 5000), st.integers(1, 40))
def test_long_windows_read_the_pyramid_and_stay_exact(
    length: int, batch: int, columns: int
) -> None:
    values = np.random.default_rng(length).normal(size=length)
    values[::97] = np.nan
    column = Column()
    for begin in range(0, length, batch):
        column.append(values[begin : begin + batch])
    window = column.window(0, max(1, length), columns)
    check_against_brute_force(window, values)
    assert window.edges[0] == 0
    assert window.edges[-1] == length


@pytest.mark.parametrize("length", [10, 1000, 100_000])
def test_edges_move_by_an_eighth_of_a_column_at_most(length: int) -> None:
    column = Column()
    column.append(np.zeros(length))
    window = column.window(0, length, 7)
    width = length / 7
    asked = np.arange(8) * width
    assert np.all(np.abs(window.edges - asked) <= max(1, width / 8 + 1))


def test_a_single_spike_in_a_million_is_seen_at_every_zoom() -> None:
    values = np.zeros(1_000_000)
    values[765_432] = 42.0
    column = Column()
    column.append(values)
    for width in (1_000_000, 100_000, 5_000, 100):
        first = 765_432 - width // 2
        assert np.nanmax(column.window(first, first + width, 80).hi) == 42.0


def test_the_cost_of_a_window_does_not_grow_with_length() -> None:
    short, long = Column(), Column()
    short.append(np.random.default_rng(0).normal(size=1000))
    long.append(np.random.default_rng(0).normal(size=1_000_000))

    def cost(column: Column) -> float:
        begin = time.process_time()
        for _ in range(50):
            column.window(0, len(column), 180)
        return time.process_time() - begin

    ratios = sorted(cost(long) / cost(short) for _ in range(7))
    assert ratios[3] < 2.0


def test_columns_outside_of_the_series_are_empty() -> None:
    column = Column(start=1)
    column.append([5.0, 6.0])
    window = column.window(-1, 5, 6)
    np.testing.assert_equal(window.lo, [math.nan, math.nan, 5.0, 6.0, math.nan, math.nan])
    assert not window.nonfinite.any()


def test_gaps_and_infinities_are_told_from_nothing() -> None:
    column = Column()
    column.append([math.nan, math.inf, 2.0])
    window = column.window(0, 4, 4)
    np.testing.assert_equal(window.nonfinite, [True, True, False, False])
    np.testing.assert_equal(window.hi, [math.nan, math.nan, 2.0, math.nan])


def test_a_value_is_read_at_its_position_only() -> None:
    column = Column(start=1)
    assert math.isnan(column.latest)
    column.append([7.0, 8.0])
    assert column.at(1) == 7.0
    assert column.at(2.9) == 8.0
    assert math.isnan(column.at(0.9))
    assert math.isnan(column.at(3))
    assert column.latest == 8.0


@pytest.mark.parametrize(("first", "last", "columns"), [(0, 0, 4), (2, 1, 4), (0, 1, 0)])
def test_impossible_windows_are_refused(first: float, last: float, columns: int) -> None:
    for series in (Column(), Points()):
        with pytest.raises(ValueError, match="no window"):
            series.window(first, last, columns)


@given(st.lists(st.tuples(st.integers(0, 30), numbers), max_size=50), st.integers(1, 40))
def test_points_are_summed_up_exactly(dealt: list[tuple[int, float]], columns: int) -> None:
    steps = np.cumsum([gap for gap, _ in dealt]).astype(float)
    values = np.array([value for _, value in dealt])
    points = Points.of(steps, values)
    window = points.window(0, 400, columns)
    check_against_brute_force(window, values)
    borders = np.linspace(0, 400, columns + 1)
    inside = [np.sum((steps >= a) & (steps < b)) for a, b in pairwise(borders)]
    np.testing.assert_equal(np.diff(window.edges), inside)


def test_points_hold_their_value_until_the_next() -> None:
    points = Points.of([10, 20], [0.5, 0.25])
    assert math.isnan(points.at(9))
    assert points.at(10) == 0.5
    assert points.at(19) == 0.5
    assert points.at(500) == 0.25
    assert points.latest == 0.25


def test_points_must_not_go_back() -> None:
    points = Points.of([5], [1.0])
    with pytest.raises(ValueError, match="go back"):
        points.append([4], [1.0])
    with pytest.raises(ValueError, match="2 positions for 1"):
        points.append([5, 6], [1.0])


@given(st.lists(st.floats(-100, 100) | st.just(math.nan), max_size=60), st.floats(0, 0.99))
def test_smoothing_is_the_debiased_average(values: list[float], beta: float) -> None:
    smoothed = Smoothed(beta)
    smoothed.append(np.array(values))
    finite: list[float] = []
    for value, averaged in zip(values, smoothed.column.values, strict=True):
        if math.isnan(value):
            assert math.isnan(averaged)
            continue
        finite.append(value)
        weights = np.array([beta**age for age in range(len(finite) - 1, -1, -1)])
        expected = float(np.dot(weights, finite) / weights.sum())
        assert averaged == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=60), st.data())
def test_smoothing_does_not_depend_on_batches(values: list[float], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(values)))
    whole, parts = Smoothed(0.9), Smoothed(0.9)
    whole.append(np.array(values))
    parts.append(np.array(values[:cut]))
    parts.append(np.array(values[cut:]))
    np.testing.assert_array_equal(whole.column.values, parts.column.values)


def rows(steps: list[int], groups: int = 1) -> np.ndarray:
    fields = [
        ("step", "<i8"),
        ("seconds", "<f8"),
        ("loss", "<f8"),
        ("lr", "<f8", (groups,)),
        ("grad_norm", "<f8"),
        ("applied_norm", "<f8"),
        ("layers", "<f4", (2,)),
    ]
    made = np.zeros(len(steps), dtype=fields)
    for row, step in zip(made, steps, strict=True):
        row["step"], row["seconds"], row["loss"] = step, step / 10, 1 / step
        row["lr"] = [step * 1e-3 * (group + 1) for group in range(groups)]
        row["grad_norm"], row["applied_norm"] = 2 * step, step
        row["layers"] = (step, -step)
    return made


def test_records_become_columns_that_read_back() -> None:
    history = RunHistory(groups=2)
    history.append(rows([1, 2], groups=2))
    history.append(rows([3], groups=2))
    history.add_evaluation(2, 0.75)
    assert history.step == 3
    assert history.seconds == 0.3
    np.testing.assert_array_equal(history.layers, [3, -3])
    reading = history.at(3)
    assert (reading.loss, reading.grad_norm, reading.applied_norm) == (1 / 3, 6, 3)
    assert reading.lr == pytest.approx((3e-3, 6e-3))
    assert reading.evaluation == 0.75
    assert math.isnan(history.at(1).evaluation)
    assert math.isnan(history.at(4).loss)


def test_missing_records_are_a_gap() -> None:
    history = RunHistory()
    history.append(rows([1, 4]))
    np.testing.assert_equal(history.loss.values, [1, math.nan, math.nan, 0.25])
    assert math.isnan(history.at(2).grad_norm)
    assert history.step == 4


@pytest.mark.parametrize("steps", [[2], [1], [3, 3]])
def test_records_that_go_back_are_refused(steps: list[int]) -> None:
    history = RunHistory()
    history.append(rows([1, 2]))
    with pytest.raises(ValueError, match="ascending steps"):
        history.append(rows(steps))


def test_smoothing_keeps_up_with_new_records() -> None:
    history = RunHistory()
    history.append(rows([1, 2]))
    smoothed = history.smoothed(0.5)
    history.append(rows([3]))
    expected = Smoothed(0.5)
    expected.append(history.loss.values)
    np.testing.assert_array_equal(smoothed.column.values, expected.column.values)
    assert history.smoothed(0.5) is smoothed
    assert smoothed.name == "EMA 0.5 debiased"
    assert smoothed.column.at(1) == 1.0


def test_the_pyramid_has_few_blocks_beside_the_values() -> None:
    column = Column()
    column.append(np.zeros(FACTOR**5))
    blocks = sum(len(level) for level in column._levels)
    assert blocks < len(column) / (FACTOR - 1) + 10
