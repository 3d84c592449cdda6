"""Ink: exactly what a slow, plain reference lights."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import column

from engine.columns import Window
from engine.history import Points
from tui.plots.dots import ASCII, BLOCK, BRAILLE, DotSet
from tui.plots.limits import Limits
from tui.plots.raster import ink, rows_of, spans, spans_of

DOTS = 16
values = st.floats(-3, 13) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0])
kinds = st.sampled_from([Limits(0.0, 10.0), Limits(0.1, 10.0, log=True), Limits(-20.0, 20.0)])


def row_of(value: float, limits: Limits) -> float:
    """Dot row of one value, or NaN."""
    return float(rows_of(np.array([value]), limits, DOTS)[0])


def slow_ink(window: Window, limits: Limits) -> set[tuple[int, int]]:
    """Lit (row, column), column after column, in plain Python."""
    columns = len(window.lo)
    parts: dict[int, tuple[float, float, float, float]] = {}
    for x in range(columns):
        if not math.isnan(row_of(window.hi[x], limits)):
            lower = row_of(window.lo[x], limits)
            parts[x] = (
                row_of(window.hi[x], limits),
                DOTS - 1 if math.isnan(lower) else lower,
                row_of(window.first[x], limits),
                row_of(window.last[x], limits),
            )
    links: list[tuple[int, float, float]] = []
    placed = sorted(parts)
    for left, right in pairwise(placed):
        begin, end = parts[left][3], parts[right][2]
        holes = window.nonfinite | np.isfinite(window.hi)
        if math.isnan(begin) or math.isnan(end) or holes[left + 1 : right].any():
            continue
        for x in range(left + 1, right):
            row = begin + (x - left) / (right - left) * (end - begin)
            parts[x] = (row, row, row, row)
        links += [(x, parts[x][3], parts[x + 1][2]) for x in range(left, right)]
    lit = {
        (row, x)
        for x, (upper, lower, _, _) in parts.items()
        for row in range(round(upper), round(lower) + 1)
    }
    for x, begin, end in links:
        start, stop = round(begin), round(end)
        step = 1 if stop > start else -1
        between = list(range(start + step, stop, step)) if abs(stop - start) > 1 else []
        half = (len(between) + 1) // 2
        lit |= {(row, x) for row in [start, *between[:half]]}
        lit |= {(row, x + 1) for row in [*between[half:], stop]}
    return {(row, x) for row, x in lit if 0 <= row < DOTS}


@given(values, kinds)
def test_rows_agree_with_the_places_of_the_axis(value: float, limits: Limits) -> None:
    if not math.isfinite(value) or (limits.log and value <= 0):
        assert math.isnan(row_of(value, limits))
    else:
        assert row_of(value, limits) == pytest.approx((1 - limits.place(value)) * (DOTS - 1))


@given(st.lists(values, max_size=120), kinds, st.floats(-5, 60), st.floats(1, 130))
def test_ink_is_what_the_reference_lights(
    numbers: list[float], limits: Limits, first: float, width: float
) -> None:
    window = column(numbers).window(first, first + width, 24)
    lit = ink(spans(window, limits, DOTS), DOTS)
    assert set(map(tuple, np.argwhere(lit).tolist())) == slow_ink(window, limits)


@given(
    st.lists(st.tuples(st.integers(0, 12), values), max_size=20),
    kinds,
)
def test_ink_between_points_far_apart(dealt: list[tuple[int, float]], limits: Limits) -> None:
    steps = np.cumsum([gap for gap, _ in dealt])
    window = Points.of(steps, [value for _, value in dealt]).window(0, 48, 24)
    lit = ink(spans(window, limits, DOTS), DOTS)
    assert set(map(tuple, np.argwhere(lit).tolist())) == slow_ink(window, limits)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=3000))
def test_smallest_and_largest_value_of_every_column_are_lit(numbers: list[float]) -> None:
    limits = Limits(0.0, 10.0)
    window = column(numbers).window(1, len(numbers) + 1, 24)
    lit = ink(spans(window, limits, DOTS), DOTS)
    for x in np.flatnonzero(np.isfinite(window.hi)):
        assert lit[round(row_of(window.hi[x], limits)), x]
        assert lit[round(row_of(window.lo[x], limits)), x]


@given(st.lists(st.floats(0, 10), min_size=2, max_size=400))
def test_a_finite_line_has_no_holes(numbers: list[float]) -> None:
    window = column(numbers).window(1, len(numbers) + 1, 24)
    lit = ink(spans(window, Limits(0.0, 10.0), DOTS), DOTS)
    inked = np.flatnonzero(lit.any(axis=0))
    assert np.array_equal(inked, np.arange(inked[0], inked[-1] + 1))
    for x in inked[:-1]:
        ours, theirs = np.flatnonzero(lit[:, x]), np.flatnonzero(lit[:, x + 1])
        assert np.array_equal(ours, np.arange(ours[0], ours[-1] + 1))
        assert np.abs(ours[:, None] - theirs[None, :]).min() <= 1


@given(st.lists(st.lists(values, max_size=40), max_size=5), kinds)
def test_lines_that_are_drawn_together_are_those_drawn_alone(
    dealt: list[list[float]], limits: Limits
) -> None:
    windows = [column(numbers).window(1, 41, 12 + index) for index, numbers in enumerate(dealt)]
    for window, together in zip(windows, spans_of(windows, limits, DOTS), strict=True):
        alone = spans(window, limits, DOTS)
        assert np.array_equal(ink(together, DOTS), ink(alone, DOTS))


def test_nan_breaks_a_line_and_infinity_too() -> None:
    for hole in (math.nan, math.inf, -math.inf):
        window = column([5.0, 5.0, hole, 5.0]).window(1, 5, 4)
        lit = ink(spans(window, Limits(0.0, 10.0), DOTS), DOTS)
        assert lit.any(axis=0).tolist() == [True, True, False, True]


def test_a_log_axis_draws_what_is_above_zero() -> None:
    window = column([1.0, 0.0, -1.0, 1.0]).window(1, 5, 4)
    lit = ink(spans(window, Limits(0.1, 10.0, log=True), DOTS), DOTS)
    assert lit.any(axis=0).tolist() == [True, False, False, True]
    both = column([1.0, 0.0]).window(1, 3, 1)
    lit = ink(spans(both, Limits(0.1, 10.0, log=True), DOTS), DOTS)
    assert np.flatnonzero(lit[:, 0])[-1] == DOTS - 1


def test_values_beyond_the_limits_are_cut_off_not_moved() -> None:
    window = column([50.0, -50.0]).window(1, 3, 2)
    lit = ink(spans(window, Limits(0.0, 10.0), DOTS), DOTS)
    assert lit.any()
    above = column([50.0, 60.0]).window(1, 3, 2)
    assert not ink(spans(above, Limits(0.0, 10.0), DOTS), DOTS).any()


def test_huge_values_stay_finite_rows() -> None:
    rows = rows_of(np.array([1e308, -1e308, math.nan]), Limits(0.0, 1e-300), DOTS)
    assert np.isfinite(rows[:2]).all() or np.isnan(rows[:2]).all()
    assert np.isnan(rows[2])


@pytest.mark.parametrize(
    ("line", "expected"), [("dotted", "x.x.x.x."), ("dashed", "xxxx..xx"), ("sparse", "x...x...")]
)
def test_broken_lines(line: str, expected: str) -> None:
    window = column(np.full(8, 5.0)).window(1, 9, 8)
    lit = ink(spans(window, Limits(0.0, 10.0), DOTS), DOTS, line)  # type: ignore[arg-type]
    assert "".join("x" if dot else "." for dot in lit.any(axis=0)) == expected


def test_steep_stretches_of_broken_lines_are_broken_too() -> None:
    window = column([0.0, 10.0]).window(1, 3, 1)
    lit = ink(spans(window, Limits(0.0, 10.0), DOTS), DOTS, "dotted")
    assert lit[:, 0].tolist() == [row % 2 == 0 for row in range(DOTS)]


@pytest.mark.parametrize("dots", [BRAILLE, BLOCK, ASCII])
def test_every_pattern_has_its_own_character(dots: DotSet) -> None:
    count = dots.across * dots.down
    assert len(dots.characters) == 2**count
    assert len(set(dots.characters)) == 2**count
    for pattern in range(2**count):
        lit = np.array([bool(pattern >> i & 1) for i in range(count)])
        cells = dots.cells(lit.reshape(dots.down, dots.across))
        assert cells.shape == (1, 1)
        assert cells[0, 0] == sum(w for w, on in zip(dots.weights, lit, strict=True) if on)


def test_a_braille_cell_as_unicode_defines_it() -> None:
    corner = np.zeros((4, 2), dtype=np.bool_)
    corner[0, 0] = corner[3, 1] = True
    assert BRAILLE.characters[BRAILLE.cells(corner)[0, 0]] == "⢁"
