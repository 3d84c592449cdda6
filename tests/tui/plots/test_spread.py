"""Histograms in a few rows, and the quantiles they tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inside_samples import matrix
from rich.cells import cell_len

from engine.observations import Array, Mistakes
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, identity
from tui.plots.scale import LEVELS, inks, readable_on
from tui.plots.seen import RunSeen
from tui.plots.spread import draw_ridge, quantiles, rebinned
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view
from tui.plots.views.layer_rows import chosen, fitted


@settings(deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=200, max_size=400))
def test_quantiles_of_a_histogram_are_those_of_its_values_to_a_bin(values: list[float]) -> None:
    counts, edges = np.histogram(values, bins=400, range=(-5.0, 5.0))
    found = quantiles((-5.0, 5.0), counts.astype(float), (0.25, 0.5, 0.75))
    width = float(edges[1] - edges[0])
    low = np.quantile(values, (0.25, 0.5, 0.75), method="lower")
    high = np.quantile(values, (0.25, 0.5, 0.75), method="higher")
    assert np.all(found >= low - 2 * width)
    assert np.all(found <= high + 2 * width)


def test_nothing_counted_has_no_quantiles() -> None:
    assert np.isnan(quantiles((0.0, 1.0), np.zeros(4))).all()
    assert np.isnan(quantiles((0.0, np.inf), np.ones(4))).all()


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(1, 60))
def test_other_bins_count_the_same_in_all(counts: list[int], bins: int) -> None:
    found = rebinned((-1.0, 1.0), np.array(counts, dtype=float), (-2.0, 2.0), bins)
    assert found.sum() == pytest.approx(sum(counts))
    assert np.all(found >= -1e-9)


def test_the_highest_column_is_full_and_what_is_counted_once_is_seen() -> None:
    canvas = Canvas(3, 2)
    draw_ridge(canvas, Look(), np.array([1000.0, 1.0, 0.0]), (0, 1, 2), "#ffffff")
    assert ["".join(row) for row in canvas.glyphs] == ["█  ", "█▁ "]


def test_layers_that_have_room_are_spread_over_all() -> None:
    names = [f"{n}.weight" for n in range(100)]
    assert chosen(names, 100) == list(range(100))
    assert chosen(names, 3) == [0, 50, 99]
    assert chosen(names, 1) == [99]
    assert chosen(names, 0) == []
    assert chosen(["a.weight", "a.bias", "b.weight", "b.bias"], 3) == [0, 2]
    assert chosen(["a.bias", "b.bias", "c.bias"], 2) == [0, 2]


@given(st.text(max_size=30), st.integers(1, 30))
def test_names_fit_exactly(name: str, width: int) -> None:
    assert cell_len(fitted(name, width)) == width


def test_names_keep_their_ends_and_kinds_give_way_to_paths() -> None:
    assert fitted("blocks.0.attention.weight", 13) == "…attention.w "
    assert fitted("9 AdaptiveAvgPool2d", 10) == "9 Adapti… "
    assert fitted("head.weight", 9) == "head.w   "


@pytest.mark.parametrize("dark", [True, False])
def test_numbers_are_read_on_every_colour_of_the_scale(dark: bool) -> None:
    for _, ground in inks(Look(dark=dark)):
        assert ground is not None
        assert ground.bgcolor is not None
        words = readable_on(ground.bgcolor.name)
        light = [int(colour[1:3], 16) for colour in (words, ground.bgcolor.name)]
        assert abs(light[0] - light[1]) > 60
    assert len(inks(Look(dark=dark))) == LEVELS


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("no_color", [True, False])
def test_a_bright_pixel_is_bright_on_any_ground(dark: bool, no_color: bool) -> None:
    """Ink of a terminal without colour is bright on a dark ground and dark on a light one."""
    look = Look(dark=dark, no_color=no_color)
    image = np.zeros((1, 2, 4))
    image[0, :, 2:] = 1.0
    run = RunSeen("plain", identity(0, look))
    run.add(
        Mistakes(
            images=Array.of(image),
            truth=("1",),
            predicted=("7",),
            confidence=(0.9,),
            wrong=1,
            total=2,
        ),
        "mistakes",
    )
    strip = draw_view(ViewSpec(name="mistakes", runs=(run,), width=30, height=12, look=look))[1]
    if no_color:
        dim, bright = strip.text[0], strip.text[11]
        assert (dim, bright) == ((" ", "█") if dark else ("█", " "))
        return
    grounds = [
        segment.style.bgcolor.get_truecolor()[0]
        for segment in strip
        if segment.style and segment.style.bgcolor
    ]
    assert grounds[0] < 64
    assert grounds[-1] > 192


def test_a_matrix_of_one_row_is_drawn() -> None:
    run = RunSeen("plain", identity(0, Look()))
    run.add(matrix(1, 3), "matrix")
    row = draw_view(ViewSpec(name="matrix", runs=(run,), width=30, height=4))[0].text
    assert row.split() == ["-1.00", "0.00", "1.00"]
