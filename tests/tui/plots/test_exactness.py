"""What is drawn and read is what was measured: decimation, ticks, cursor, for any numbers."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from samples import chart, column, line

from engine.history import Points
from tui.plots.dots import BRAILLE, Dots
from tui.plots.layout import Layout, lay_out
from tui.plots.limits import Limits
from tui.plots.lines import look_at, visible_spans
from tui.plots.raster import ink, rows_of
from tui.plots.spec import ChartSpec
from tui.plots.ticks import log_ticks, step_ticks

heights = st.floats(0, 10)
LIMITS = Limits(0.0, 10.0)


def inked(spec: ChartSpec, layout: Layout) -> Dots:
    (rows,) = visible_spans([look_at(spec.series[0], layout)], LIMITS, layout.dot_rows)
    return ink(rows, layout.dot_rows)


@given(
    st.lists(heights, min_size=1, max_size=2000),
    st.floats(-100, 2000),
    st.floats(1, 2500),
    st.integers(20, 60),
)
def test_every_measured_value_lights_its_own_dot(
    values: list[float], first: float, span: float, width: int
) -> None:
    spec = chart(line(values), first=first, last=first + span, width=width)
    layout = lay_out(spec, BRAILLE)
    lit = inked(spec, layout)
    steps = np.arange(1, len(values) + 1)
    inside = (steps >= layout.first) & (steps <= layout.last)
    rows = np.rint(rows_of(np.array(values)[inside], LIMITS, layout.dot_rows)).astype(int)
    columns = (steps[inside] - layout.first) / layout.steps_per_dot
    for row, place in zip(rows.tolist(), columns.tolist(), strict=True):
        # Long windows may move the edge of a column by an eighth of it, for speed.
        near = {round(place - 0.13), round(place), round(place + 0.13)}
        assert any(lit[row, column] for column in near if 0 <= column < lit.shape[1])


@given(st.integers(2, 100_000), st.data())
def test_a_spike_is_lit_wherever_it_is(length: int, data: st.DataObject) -> None:
    where = data.draw(st.integers(0, length - 1))
    values = np.zeros(length)
    values[where] = 10.0
    layout = lay_out(spec := chart(line(values), last=length, width=40), BRAILLE)
    lit = inked(spec, layout)
    (columns,) = np.nonzero(lit[0])
    assert any(abs(column - (where + 1) / layout.steps_per_dot) <= 0.63 for column in columns)


@example(first=1_234_567, span=6, count=5)
@given(st.integers(0, 5_000_000), st.integers(1, 3_000_000), st.integers(1, 12))
def test_steps_are_named_each_by_its_own_number(first: int, span: int, count: int) -> None:
    ticks = step_ticks(first, first + span, count)
    labels = [tick.label for tick in ticks]
    assert len(ticks) <= count + 1
    assert len(set(labels)) == len(labels)
    for tick in ticks:
        # A tick may lie a millionth of a step outside: in cells, that is where the edge is.
        assert first - 2e-5 * span <= tick.value <= first + span * (1 + 2e-5)
        assert tick.value == round(tick.value)
        size = {"k": 1e3, "M": 1e6}.get(tick.label[-1], 1)
        assert round(float(tick.label.rstrip("kM")) * size, 3) == tick.value


@given(st.floats(1e-100, 1e100), st.floats(1.5, 1e60), st.integers(1, 8))
def test_ticks_of_a_log_axis_grow_and_are_named_apart(lo: float, ratio: float, count: int) -> None:
    ticks = log_ticks(lo, lo * ratio, count)
    assert all(one.value < other.value for one, other in pairwise(ticks))
    assert len({tick.label for tick in ticks}) == len(ticks)


@given(st.lists(st.floats() | st.just(math.nan), max_size=60), st.floats(-10, 80))
def test_the_cursor_reads_the_value_of_the_step_it_is_on(
    values: list[float], position: float
) -> None:
    read = column(values).at(position)
    step = math.floor(position)
    inside = 1 <= step <= len(values)
    expected = values[step - 1] if inside else math.nan
    assert read == expected or (math.isnan(read) and math.isnan(expected))


@given(st.lists(st.tuples(st.integers(0, 12), heights), max_size=40), st.floats(-10, 400))
def test_between_measurements_the_cursor_reads_the_last_one(
    dealt: list[tuple[int, float]], position: float
) -> None:
    steps = np.cumsum([gap for gap, _ in dealt]).tolist()
    read = Points.of(steps, [value for _, value in dealt]).at(position)
    before = [value for step, (_, value) in zip(steps, dealt, strict=True) if step <= position]
    assert read == before[-1] if before else math.isnan(read)
