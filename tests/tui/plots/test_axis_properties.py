"""Whatever the numbers are: ticks that ascend, lie inside, can be read and told apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from samples import chart

from tui.plots.dots import DOT_SETS
from tui.plots.layout import lay_out
from tui.plots.limits import snap
from tui.plots.palette import Look
from tui.plots.ticks import Tick, linear_ticks, log_ticks

GUTTER = 8
anything = (
    st.floats(-1e300, 1e300) | st.floats(-1000, 1000) | st.sampled_from([0.0, 1e-300, -5e-324])
)
above_zero = st.floats(1e-300, 1e300) | st.floats(1e-3, 1e3)
counts = st.integers(1, 5)


def check(ticks: tuple[Tick, ...], lo: float, hi: float, slack: float) -> None:
    assert ticks
    assert all(one.value < other.value for one, other in pairwise(ticks))
    assert lo - slack <= ticks[0].value
    assert ticks[-1].value <= hi + slack
    labels = [tick.label for tick in ticks]
    assert len(set(labels)) == len(labels)
    for tick in ticks:
        assert float(tick.label) == 0 or abs(float(tick.label) / tick.value - 1) < 0.5


@example(a=1.0, b=1.0 + 1e-12, count=4)
@example(a=123456.0, b=123457.0, count=5)
@example(a=-7e299, b=7e299, count=5)
@example(a=600.0, b=801.0, count=1)
@given(anything, anything, counts)
def test_ticks_of_the_limits_around_any_two_values(a: float, b: float, count: int) -> None:
    limits = snap(min(a, b), max(a, b))
    slack = 1e-5 * (limits.hi - limits.lo)
    ticks = linear_ticks(limits.lo, limits.hi, count)
    check(ticks, limits.lo, limits.hi, slack)
    assert all(len(tick.label) < GUTTER for tick in ticks)


@example(a=1.0, b=1.0, count=1)
@example(a=1e-300, b=1e300, count=1)
@given(above_zero, above_zero, counts)
def test_ticks_of_log_limits_around_any_two_values(a: float, b: float, count: int) -> None:
    limits = snap(min(a, b), max(a, b), log=True)
    ticks = log_ticks(limits.lo, limits.hi, count)
    check(ticks, limits.lo * (1 - 1e-5), limits.hi * (1 + 1e-5), 0.0)
    assert all(len(tick.label) < GUTTER for tick in ticks)


@given(st.floats(-1e6, 1e6), st.floats(1, 1e6), st.integers(20, 200), st.booleans())
def test_the_step_of_a_cell_is_drawn_in_that_cell(
    first: float, width: float, cells: int, braille: bool
) -> None:
    look = Look(symbols="braille" if braille else "ascii")
    spec = chart(first=first, last=first + width, width=cells, look=look)
    layout = lay_out(spec, DOT_SETS[look.symbols])
    for column in range(layout.columns):
        step = layout.step(column)
        assert layout.first <= step <= layout.last
        assert layout.column(step) == column
