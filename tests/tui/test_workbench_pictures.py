"""Tensors as grids, and what is said of a step: right in every shape, size and look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench_samples import OPENED, STEPS, SUM, TURNED, B, X, called, tensor

from lessons.workbench.seen import Cell, Seen, Step
from tui.plots.canvas import Canvas
from tui.plots.palette import Look
from tui.workbench.cells import written
from tui.workbench.completing import complete
from tui.workbench.grid import Paint, Shown, draw_grid
from tui.workbench.picture import draw_laid_out, draw_made, draw_step, draw_there
from tui.workbench.telling import sentences, stretched, tags
from tui.workbench.walking import places, visits

PLAIN = Look(no_color=True)
LOOKS = (Look(), Look(dark=False), PLAIN, Look(symbols="ascii", no_color=True))


def text(canvas: Canvas) -> str:
    return "\n".join(strip.text.rstrip() for strip in canvas.strips())


@st.composite
def views(draw: st.DrawFn) -> tuple[Seen, np.ndarray]:
    """A view of numbers in a row, and the same in NumPy: turned, cut, or both."""
    shape = draw(st.lists(st.integers(1, 4), max_size=4))
    own = np.arange(int(np.prod(shape, dtype=int))).reshape(shape)
    array = own.transpose(draw(st.permutations(range(len(shape)))))
    cut = tuple(slice(draw(st.integers(0, size - 1)), None) for size in array.shape)
    array = array[cut]
    offset = array.ravel()[0] if array.size else 0
    found = Seen(
        name="v",
        shape=array.shape,
        strides=tuple(stride // array.itemsize for stride in array.strides),
        offset=int(offset),
        dtype="int64",
        memory=0,
        cells=tuple(array.ravel().tolist()),
    )
    return found, own


@given(views())
def test_a_view_walks_through_memory_as_its_strides_say(view: tuple[Seen, np.ndarray]) -> None:
    seen, own = view
    # The memory holds 0, 1, 2, …: a number is its own place.
    assert places(seen) == seen.cells
    found = visits(seen, own.size)
    order = [place for number in range(seen.size) for place in range(own.size)
             if number + 1 in found[place]]  # fmt: skip
    assert tuple(order) == seen.cells


def test_a_stride_of_0_comes_to_one_place_again_and_again() -> None:
    wide = tensor("w", (3, 2), (0, 1, 0, 1, 0, 1), strides=(0, 1))
    assert visits(wide, 3) == ((1, 3, 5), (2, 4, 6), ())


CELLS = st.one_of(
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(["nan", "inf", "-inf", "1+2j"]),
)


@given(
    st.lists(st.integers(0, 5), max_size=5),
    st.data(),
    st.integers(12, 90),
    st.sampled_from(LOOKS),
)
def test_any_tensor_can_be_drawn(
    shape: list[int], data: st.DataObject, width: int, look: Look
) -> None:
    size = int(np.prod(shape, dtype=int))
    cells: tuple[Cell, ...] = tuple(data.draw(CELLS) for _ in range(min(size, 6)))
    cells = (cells * (size // 6 + 1))[:size] if cells else ()
    seen = tensor("x", tuple(shape), memory=0).__class__(
        name="x", shape=tuple(shape), strides=(1,) * len(shape), offset=0,
        dtype="float32", cells=cells if size <= 400 else (), span=(0, 1),
    )  # fmt: skip
    canvas = draw_grid(Shown(seen), Paint(look, 3.0), width)
    assert 0 < canvas.width <= width
    assert all(strip.cell_length == canvas.width for strip in canvas.strips())
    if look.symbols == "ascii":
        assert text(canvas).isascii()
    step = Step(statement="x", tensors=(seen,), results=(seen,), inputs=(seen,))
    for drawn in (draw_step(step, (seen,), look, width), draw_there(step, look, width)):
        assert all(strip.cell_length == width for strip in drawn.strips())


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8), st.integers(0, 4))
def test_numbers_are_written_as_near_as_the_room_allows(values: list[float], digits: int) -> None:
    for value, words in zip(values, written(values, digits), strict=True):
        assert abs(float(words) - value) <= 0.51 * 10.0**-digits + 1e-4 * abs(value)


def test_numbers_look_as_they_do_in_pytorch() -> None:
    assert written([1.0, 20.0]) == ["1.", "20."]
    assert written([1, -2]) == ["1", "-2"]
    assert written([0.5, 0.25]) == ["0.50", "0.25"]
    assert written([1 / 3, 2.0]) == ["0.3333", "2.0000"]
    assert written([1e-7, 1.0], 3) == ["0.000", "1.000"]
    assert written([1e-7], 3) == ["1.0e-07"]
    assert written([True, False]) == ["True", "False"]
    assert written(["nan", 1.5]) == ["nan", "1.5"]


def test_three_axes_are_sheets_beside_each_other() -> None:
    drawn = text(draw_grid(Shown(tensor("x", (2, 2, 3))), Paint(PLAIN, 11.0), 60))
    assert drawn.splitlines() == [
        "[0]             [1]",
        "│  0   1   2 │  │  6   7   8 │",
        "│  3   4   5 │  │  9  10  11 │",
    ]


def test_a_long_row_is_broken_and_a_wide_sheet_loses_its_numbers_last() -> None:
    row = draw_grid(Shown(tensor("x", (30,))), Paint(PLAIN, 29.0), 60)
    assert row.height == 3
    assert "29" in text(row)
    sheet = draw_grid(Shown(tensor("x", (2, 28))), Paint(PLAIN, 55.0), 60)
    assert sheet.height == 2
    assert "#" in text(sheet)
    far = draw_grid(Shown(tensor("x", (2, 100))), Paint(PLAIN, 199.0), 60)
    assert "200 numbers" in text(far)


def test_sign_and_size_are_seen_without_colour_and_without_numbers() -> None:
    paint = Paint(PLAIN, 4.0)
    signs = [paint.sign(value) for value in (-4, -2, 0, 2, 4)]
    assert signs == ["=", "-", "·", "+", "#"]
    assert paint.sign("nan") == "!"


def test_a_step_shows_what_went_in_what_came_out_and_the_memory() -> None:
    drawn = text(draw_made(STEPS["x.T"], OPENED[-1].tensors, PLAIN, 78))
    assert drawn.splitlines()[0] == "▸ x.T"
    for words in (
        "x.T  (3, 2)",
        "strides (1, 3)",
        "view of x, not contiguous",
        "shares memory with x: nothing was copied.",
        "order of x    1  2  3  4  5  6",
        "order of x.T  1  3  5  2  4  6",
    ):
        assert words in drawn


def test_broadcasting_is_shown_and_told() -> None:
    step = STEPS["x + b"]
    assert stretched(step) == (2, 3)
    drawn = text(draw_step(step, (), PLAIN, 78))
    assert "(2, 3) + (2, 1) → (2, 3)" in drawn
    assert "b is stretched along axis 1, to 3." in drawn
    assert "│  0.5     ·     · │" in drawn
    assert "int64 and float32 give float32." in drawn
    row = tensor("r", (3,), (1.0, 2.0, 3.0))
    added = replace(step, inputs=(X, row), calls=(called("add", (X, row), SUM),))
    assert "`r` is read as (1, 3) and stretched along axis 0, to 2." in list(sentences(added, ()))


def test_products_stretch_nothing() -> None:
    other = tensor("w", (3, 1))
    step = Step(
        statement="x @ w", inputs=(X, other), results=(B,), calls=(called("matmul", (X, other), B),)
    )
    assert stretched(step) == ()


def test_what_changed_in_place_is_marked() -> None:
    view = tensor("y", (3,), (0, 1, 2))
    new_x = replace(X, cells=(9, 1, 2, 3, 4, 5))
    new_y = replace(view, cells=(9, 1, 2))
    step = Step(
        statement="y[0] = 9",
        tensors=(new_x, new_y),
        results=(new_x, new_y),
        changed=("x", "y"),
    )
    drawn = text(draw_step(step, (X, view), PLAIN, 78))
    assert "x  before" in drawn
    assert "9*" in drawn
    assert "x and y share memory: what changes one in place changes all of them." in drawn


def test_two_names_of_one_tensor_are_told() -> None:
    named = replace(X, name="z")
    step = Step(statement="z = x", tensors=(X, named), results=(named,), same=(("z", "x"),))
    assert (
        next(sentences(step, ())) == "`z` and `x` are two names of one tensor: nothing was copied."
    )
    assert tags(named, step, "there") == ""


def test_an_error_has_title_reason_and_the_original() -> None:
    drawn = text(draw_made(STEPS["x.T.view(6)"], (), PLAIN, 78))
    assert "view cannot look at it in that shape" in drawn
    assert "reshape copies them" in drawn
    assert "RuntimeError" in drawn
    assert "`" not in drawn


def test_what_is_no_tensor_is_written_behind_an_arrow() -> None:
    assert "→ torch.Size([2, 3])" in text(draw_step(STEPS["x.shape"], (), PLAIN, 78))


def test_an_empty_workbench_says_what_to_type() -> None:
    assert "Type something" in text(draw_laid_out((), PLAIN, 78))
    assert "being laid out" in text(draw_laid_out((), PLAIN, 78, loading=True))
    assert text(draw_there(None, PLAIN, 78)) == "Nothing yet."
    laid = text(draw_laid_out(OPENED, PLAIN, 78))
    assert "x = torch.arange(6).reshape(2, 3)" in laid
    assert "b  (2, 1)" in laid


@pytest.mark.parametrize("width", [20, 40, 78, 118, 198])
def test_pictures_are_as_wide_as_they_are_told(width: int) -> None:
    for step in STEPS.values():
        for look in LOOKS:
            canvas = draw_made(step, (X, B), look, width)
            assert all(strip.cell_length == width for strip in canvas.strips())


def test_tab_knows_names_methods_and_functions() -> None:
    found = complete("y = x.con", ["x"])
    assert found is not None
    assert found.line(0) == "y = x.contiguous()"
    names = complete("pre", ["prediction", "x"])
    assert names is not None
    assert names.line(0) == names.line(1) == "prediction"
    function = complete("torch.ar", ["x"])
    assert function is not None
    assert function.line(0) == "torch.arange("
    assert complete("x + ", ["x"]) is None
    assert complete("x[0].", []) is not None
    assert TURNED.size == 6
