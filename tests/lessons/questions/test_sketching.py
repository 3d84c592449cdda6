"""A sketch is kept as it was drawn, and its shape is compared in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.errors import BadValue
from lessons.questions.forms import Sketch
from lessons.questions.run_curves import RunCurve
from lessons.questions.sketching import (
    column_values,
    compared,
    levels,
    read_sketch,
    read_values,
    write_values,
)

PAPER = Sketch(metric="loss", low=0.0, high=1.0, columns=4)
LOG = Sketch(metric="loss", low=1e-3, high=10.0, log=True, columns=4)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_curve_reads_back(values: list[float]) -> None:
    back = read_values(write_values(values))
    assert back == pytest.approx(values, rel=1e-5, abs=1e-12)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_sketch_or_explained(text: str) -> None:
    for paper in (PAPER, LOG):
        try:
            kept = read_values(read_sketch(text, paper))
        except BadValue as error:
            assert error.next_step  # noqa: PT017 - it need not be raised
        else:
            assert len(kept) == paper.columns
            assert all(paper.low * 0.99 <= value <= paper.high * 1.01 for value in kept)


def test_a_few_values_are_drawn_out_straight_on_the_paper_they_are_for() -> None:
    assert read_values(read_sketch("0 0.9", PAPER)) == pytest.approx((0, 0.3, 0.6, 0.9))
    assert read_values(read_sketch("10, 0.01", LOG)) == pytest.approx((10, 1, 0.1, 0.01))


def test_levels_are_even_on_their_axis() -> None:
    assert levels(PAPER)[4] == pytest.approx(0.5)
    assert levels(LOG)[0] == pytest.approx(1e-3)
    assert levels(LOG)[-1] == pytest.approx(10)
    assert levels(LOG)[4] == pytest.approx(0.1)


def test_a_run_is_summed_up_by_the_median_of_each_stretch() -> None:
    curve = RunCurve(1, (1.0, 9.0, 2.0, 0.5, math.nan, 0.5, math.nan, math.nan, math.nan))
    assert column_values(curve, 3)[:2] == (2.0, 0.5)
    assert math.isnan(column_values(curve, 3)[2])


@pytest.mark.parametrize(
    ("drawn", "came", "agreed", "apart"),
    [
        ((1, 0.6, 0.3, 0.1), (0.9, 0.5, 0.2, 0.1), "falls all the way; it is lowest", ""),
        ((1, 0.6, 0.3, 0.1), (0.2, 0.5, 0.7, 0.9), "", "rises all the way"),
        ((1, 0.6, 0.3, 0.1), (1, 0.6, 0.5, 0.5), "falls all the way", "it ends higher"),
        ((0.5,) * 4, (0.5, 0.52, 0.5, 0.49), "stays where it is", ""),
        ((1, 0.5, 0, 0), (1, 0.1, 0.6, 0.1), "", "turns on its way"),
        ((1, 0.6, 0.3, 0.1), (1, 0.6, 0.3, math.nan), "", "no number"),
    ],
)
def test_shapes_are_compared_in_words(
    drawn: tuple[float, ...], came: tuple[float, ...], agreed: str, apart: str
) -> None:
    said = compared(PAPER, drawn, came)
    good, _, other = said.partition("Otherwise than you drew it: ")
    assert agreed in good
    assert apart in other
    assert bool(other) == bool(apart)


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=4, max_size=4),
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
)
def test_any_run_is_compared(came: list[float], drawn: list[float]) -> None:
    for paper in (PAPER, LOG):
        assert compared(paper, tuple(drawn), tuple(came)).endswith(".")


def test_a_sketch_of_another_paper_is_not_compared() -> None:
    assert "no curve" in compared(PAPER, (1.0, 2.0), (1.0, 2.0, 3.0, 4.0))
