"""Shapes on their way through the layers: drawn to one scale, in any room and without colour."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from answer_samples import SIZES, run, words
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import check_size, text

from engine.observations import Array, LayerShapes
from tui.plots.dots import BRAILLE, DOT_SETS
from tui.plots.palette import Look
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view
from tui.plots.views.numbers import drawn, rows_of

LOOKS = (
    Look(),
    Look(dark=False),
    Look(symbols="block"),
    Look(symbols="ascii"),
    Look(symbols="ascii", no_color=True),
)
CONV = ((1, 8, 8), (8, 8, 8), (8, 4, 4), (128,), (10,))


def seen(shapes: tuple[tuple[int, ...], ...] = CONV, unlisted: int = 0) -> LayerShapes:
    """A network with these shapes, in which every odd layer has weights."""
    count = len(shapes)
    owned = tuple(80 * (place % 2) for place in range(count))
    norms = [2.0 if parameters else math.nan for parameters in owned]
    return LayerShapes(
        names=("input", *(f"layer{place}" for place in range(1, count)))[:count],
        kinds=("", *["Conv2d"] * (count - 1))[:count],
        shapes=shapes,
        parameters=owned,
        norms=Array.of(norms),
        moved=Array.of(np.array(norms) / 4),
        unlisted=unlisted,
    )


@pytest.mark.parametrize("shape", [*CONV, (3, 5), (2, 3, 4, 4), (1,), ()])
def test_a_dot_is_a_number(shape: tuple[int, ...]) -> None:
    for dots in DOT_SETS.values():
        assert drawn(shape, 1, 60, dots).sum() == math.prod(shape)


@pytest.mark.parametrize("shape", [*CONV, (64, 3, 3), (500,), (3, 5)])
@pytest.mark.parametrize("side", [1, 2, 4])
def test_room_is_known_before_anything_is_drawn(shape: tuple[int, ...], side: int) -> None:
    for dots in DOT_SETS.values():
        made = drawn(shape, side, 30, dots)
        assert rows_of(shape, side, 30, dots) == len(made) // dots.down
        assert made.shape[1] <= 30 * dots.across
    assert rows_of((1, 4, 200), 1, 30, BRAILLE) is None


def test_at_a_smaller_scale_a_dot_is_a_square_of_numbers() -> None:
    assert drawn((8, 8, 8), 2, 60, BRAILLE).sum() == 8 * 8 * 8 / 4
    assert drawn((128,), 4, 60, BRAILLE).sum() == 128 / 16
    assert drawn((3, 5, 5), 2, 60, BRAILLE).sum() == 3 * 3 * 3


def test_every_layer_has_its_shape_its_weights_and_its_picture() -> None:
    rows = words(seen(), "shapes").splitlines()
    assert rows[0].split() == ["layer", "shape", "params", "moved", "norm"]
    assert rows[1].split()[:4] == ["input", "(1,", "8,", "8)"]
    assert rows[3].startswith("layer1 Conv2d  (8, 8, 8)      80  0.500  2.00  ")
    tiles = [row[row.index("⣿") :] for row in rows if "⣿" in row]
    assert tiles[0].strip("\u2800 ") == "⣿⣿⣿⣿"
    assert rows[-1] == "a dot is a number of one example; 160 parameters"


def test_where_it_is_narrow_pictures_stand_below_the_words() -> None:
    rows = words(seen(), "shapes", 40, 20).splitlines()
    assert rows[1].startswith("input")
    assert rows[2].strip("\u2800 ") == "⣿⣿⣿⣿"
    assert rows[0].split() == ["layer", "shape", "params", "moved"]


def test_weights_that_nothing_passes_are_counted_and_named() -> None:
    said = words(seen(unlisted=40), "shapes").splitlines()[-1]
    assert said.endswith("200 parameters, 40 of them in layers that are not used")


def test_layers_without_room_are_counted() -> None:
    rows = words(seen(((4,),) * 30), "shapes", 78, 12).splitlines()
    assert rows[1].startswith("input")
    assert rows[10].startswith("layer29")
    assert rows[-1].endswith("20 layers have no room")


@pytest.mark.parametrize("look", LOOKS)
def test_any_room_will_do(look: Look) -> None:
    for width, height in SIZES:
        for count in (1, 2, 3):
            runs = tuple(run(seen(), view="shapes", look=look, index=i) for i in range(count))
            spec = ViewSpec(name="shapes", runs=runs, width=width, height=height, look=look)
            strips = draw_view(spec)
            check_size(strips, width, height)
            assert look.symbols != "ascii" or all(strip.text.isascii() for strip in strips)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(st.integers(0, 300), max_size=4).map(tuple), max_size=12),
    st.integers(1, 90),
    st.integers(1, 24),
)
def test_no_shape_breaks_the_view(shapes: list[tuple[int, ...]], width: int, height: int) -> None:
    runs = (run(seen(tuple(shapes)), view="shapes"),)
    spec = ViewSpec(name="shapes", runs=runs, width=width, height=height)
    check_size(draw_view(spec), width, height)


def test_all_runs_are_drawn_to_one_scale_that_is_said_in_little_room() -> None:
    small, large = ((1, 8, 8), (16, 4, 4), (10,)), ((1, 8, 8), (64, 32, 32), (10,))
    assert words(seen(small), "shapes", 38, 17).splitlines()[-1].startswith("a dot is a number;")
    runs = tuple(
        run(replace(seen(shapes), unlisted=1_000_000), view="shapes", index=index)
        for index, shapes in enumerate((small, large))
    )
    rows = text(draw_view(ViewSpec(name="shapes", runs=runs, width=78, height=18)))
    assert rows[-1][:38].rstrip() == "dot: up to 64 numbers; 1000080 params"
    assert rows[-1][40:].rstrip() == "dot: up to 64 numbers; 1000080 params"
    picture = rows[3].replace("│", " ")
    assert picture[:38].strip() == picture[40:].strip()


def test_what_a_dot_stands_for_is_said_before_anything_else() -> None:
    large = replace(seen(((64, 64, 64), (64, 32, 32), (10,))), unlisted=10**9)
    assert words(large, "shapes", 34, 14).splitlines()[-1].startswith("dot: up to ")
