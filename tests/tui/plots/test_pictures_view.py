"""Images side by side: how many, how large, in which colours, and what is said about them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.color import ColorSystem
from samples import check_size, golden, pictures, runs, text
from textual.strip import Strip

from engine.observations import Pictures
from lessons.views import VIEWS
from tui.plots.canvas import Canvas
from tui.plots.palette import DEFAULT_LOOK, Look, identity
from tui.plots.pixels import draw_pixels, levels, palette, reduced
from tui.plots.seen import RunSeen
from tui.plots.view_spec import TITLES, ViewSpec
from tui.plots.views.draw import DRAWERS, EMPTY, draw_view
from tui.plots.views.panels import Box
from tui.plots.views.tiling import Tiling, Wanted, tile

LOOKS = (
    Look(),
    Look(dark=False),
    Look(symbols="ascii"),
    Look(no_color=True),
    Look(symbols="ascii", no_color=True),
)
SIDE, WHOLE = (40, 20), (80, 18)
"""Room of a view in a lab of 120x40 and of 80x24."""
PICTURES = ("images", "augmented", "kernels", "samples")


def drawn(
    what: Pictures, size: tuple[int, int] = SIDE, look: Look = DEFAULT_LOOK, view: str = "images"
) -> list[Strip]:
    run = RunSeen("plain", identity(0, look))
    run.add(what, view)
    return draw_view(ViewSpec(name=view, runs=(run,), width=size[0], height=size[1], look=look))


def words(what: Pictures, size: tuple[int, int] = SIDE, look: Look = DEFAULT_LOOK) -> str:
    return "\n".join(row.rstrip() for row in text(drawn(what, size, look)))


def tiles(count: int, height: int, width: int, box: tuple[int, int], **more: int) -> Tiling | None:
    given = {"columns": 0, "caption": 0, "caption_rows": 0, **more}
    wanted = Wanted(count=count, height=height, width=width, halves=True, **given)
    return tile(wanted, Box(0, 0, *box))


@pytest.mark.parametrize("view", PICTURES)
@pytest.mark.parametrize("size", [SIDE, WHOLE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_drawings_in_the_room_of_the_lab(view: str, size: tuple[int, int]) -> None:
    spec = ViewSpec(name=view, runs=runs(Look(), 2), width=size[0], height=size[1])
    golden(f"{view}-{size[0]}x{size[1]}", draw_view(spec))


def test_drawing_on_a_light_ground() -> None:
    light = Look(dark=False)
    golden(
        "kernels-light-36x14",
        draw_view(ViewSpec(name="kernels", runs=runs(light, 1), width=36, height=14, look=light)),
    )


def test_every_view_that_a_lesson_may_declare_is_drawn_and_named() -> None:
    assert set(VIEWS) == set(DRAWERS) == set(EMPTY) == set(TITLES)


numbers = st.floats(width=32, allow_nan=True, allow_infinity=True)


@settings(deadline=None, max_examples=120)
@given(
    arrays(
        np.float32,
        st.tuples(
            st.integers(0, 9), st.sampled_from([1, 2, 3]), st.integers(0, 20), st.integers(0, 20)
        ),
        elements=numbers,
        fill=numbers,
    ),
    st.lists(st.text(max_size=14), max_size=9),
    st.integers(0, 7),
    st.tuples(st.floats(), st.floats()),
    st.tuples(st.integers(1, 60), st.integers(1, 16), st.sampled_from(LOOKS)),
)
def test_nothing_breaks_a_picture_or_leaves_its_room(
    images: np.ndarray,
    captions: list[str],
    columns: int,
    limits: tuple[float, float],
    room: tuple[int, int, Look],
) -> None:
    (low, high), (width, height, look) = limits, room
    what = pictures(images, captions=tuple(captions), columns=columns, low=low, high=high)
    check_size(drawn(what, (width, height), look), width, height)


@settings(deadline=None, max_examples=120)
@given(
    st.integers(1, 40),
    st.tuples(st.integers(1, 64), st.integers(1, 64)),
    st.tuples(st.integers(1, 120), st.integers(1, 40)),
    st.integers(0, 7),
    st.integers(0, 20),
)
def test_tiles_lie_inside_their_box_and_apart(
    count: int, shape: tuple[int, int], box: tuple[int, int], columns: int, caption: int
) -> None:
    more = {"columns": columns, "caption": caption, "caption_rows": int(caption > 0)}
    tiling = tile(
        Wanted(count=count, height=shape[0], width=shape[1], halves=True, **more), Box(0, 0, *box)
    )
    if tiling is None:
        assert box[1] < 1 + more["caption_rows"]
        return
    taken: set[tuple[int, int]] = set()
    for index, left, top in tiling.places():
        cells = {
            (left + x, top + y) for x in range(tiling.cell.width) for y in range(tiling.cell.height)
        }
        assert index < count
        assert not cells & taken
        assert all(0 <= x < box[0] and 0 <= y < box[1] for x, y in cells)
        taken |= cells
    assert tiling.shown > 0


def test_pictures_are_as_large_as_all_of_them_can_be() -> None:
    found = tiles(4, 8, 8, (40, 20))
    assert found is not None
    assert (found.scale, found.reduction, found.across, found.down) == (2, 1, 2, 2)
    small = tiles(6, 8, 8, (40, 20))
    assert small is not None
    assert (small.scale, small.across, small.shown) == (1, 3, 6)


def test_where_not_all_have_room_they_keep_their_size() -> None:
    found = tiles(100, 8, 8, (40, 20))
    assert found is not None
    assert (found.scale, found.reduction, found.shown) == (1, 1, 16)


def test_large_pictures_are_reduced_until_several_have_room() -> None:
    found = tiles(16, 28, 28, (40, 20))
    assert found is not None
    assert (found.reduction, found.shown) == (2, 4)
    one = tiles(1, 64, 64, (10, 20))
    assert one is not None
    assert (one.reduction, one.cell.width) == (7, 10)


def test_rows_that_belong_together_lose_their_ends() -> None:
    found = tiles(24, 8, 8, (40, 20), columns=6)
    assert found is not None
    assert [index for index, _, y in found.places() if y == 0] == [0, 1, 2, 3]
    assert [index for index, _, y in found.places() if y == 5] == [6, 7, 8, 9]


def test_the_number_of_those_shown_is_said_only_where_some_are_not() -> None:
    many = pictures(np.ones((25, 1, 8, 8)))
    assert "16 of 25 shown" in words(many)
    assert "shown" not in words(pictures(np.ones((16, 1, 8, 8))), WHOLE)


def test_captions_stand_below_or_once_above_their_columns() -> None:
    names = ("cat", "dog", "an unheard-of animal") * 3
    below = pictures(np.ones((9, 1, 8, 8)), captions=names)
    assert "cat           dog           an unheard-…" in words(below)
    rows = pictures(np.ones((6, 1, 8, 8)), captions=("original", "draw 1") * 3, columns=2)
    assert words(rows).count("original") == 1
    assert words(rows).startswith("original")


def test_kernels_name_their_layer_and_the_range_of_their_weights() -> None:
    names = tuple(f"features.0[{number}]" for number in range(6))
    kernels = pictures(np.ones((6, 1, 5, 5)) / 3, captions=names, low=-0.41, high=0.41)
    last = words(kernels).rstrip().splitlines()[-1]
    assert last.startswith("layer features.0")
    assert last.endswith("0.410")
    assert "-0.410" in last
    assert "features.0[" not in words(kernels)


def test_a_layer_gives_way_to_the_number_of_kernels_shown() -> None:
    names = tuple(f"a.very.long.path[{number}]" for number in range(99))
    kernels = pictures(np.ones((99, 1, 5, 5)), captions=names, low=-1, high=1)
    assert words(kernels).splitlines()[-1].startswith("30 of 99 shown")


def test_runs_with_equal_images_share_one_drawing() -> None:
    same = "\n".join(
        text(draw_view(ViewSpec(name="images", runs=runs(Look(), 2), width=80, height=18)))
    )
    assert "plain" not in same
    other = draw_view(ViewSpec(name="kernels", runs=runs(Look(), 2), width=80, height=18))
    assert "plain" in text(other)[0]
    assert "heavy ball" in text(other)[0]


def test_zero_is_neutral_and_signs_have_hues_of_their_own() -> None:
    values = np.array([[[-1.0, -0.5, 0.0, 0.5, 1.0]]])
    for look in (Look(), Look(dark=False)):
        inks = palette("signed", look)
        found = levels(values, -1, 1, inks)[0].tolist()
        assert found == [0, 4, 8, 12, 16]
        blue = [
            int(inks.colours[level][5:], 16) > int(inks.colours[level][1:3], 16) for level in found
        ]
        assert blue[:2] == [True, True]
        assert blue[3:] == [False, False]


@pytest.mark.parametrize("dark", [True, False])
def test_signs_are_told_apart_in_sixteen_colours(dark: bool) -> None:
    canvas = Canvas(5, 1)
    values = np.array([[[-1.0, -0.5, 0.0, 0.5, 1.0]] * 2])
    draw_pixels(canvas, values, (-1, 1), Look(dark=dark), (0, 0))
    shown = []
    for cell in canvas.styles[0]:
        assert cell is not None
        assert cell.bgcolor is not None
        shown.append(cell.bgcolor.downgrade(ColorSystem.STANDARD).number)
    negative, zero, positive = set(shown[:2]), {shown[2]}, set(shown[3:])
    assert not negative & positive
    assert not zero & {shown[0], shown[-1]}


def test_greys_stay_in_order_in_sixteen_colours() -> None:
    canvas = Canvas(24, 1)
    draw_pixels(
        canvas, np.linspace(0, 1, 24).reshape(1, 1, 24).repeat(2, 1), (0, 1), Look(), (0, 0)
    )
    shown = [
        sum(cell.bgcolor.downgrade(ColorSystem.STANDARD).get_truecolor())
        for cell in canvas.styles[0]
        if cell and cell.bgcolor
    ]
    assert shown == sorted(shown)
    assert len(set(shown)) >= 4


def test_without_colour_signs_are_signs() -> None:
    look = Look(no_color=True)
    canvas = Canvas(6, 1)
    values = np.array([[[-1.0, -0.5, 0.0, 0.5, 1.0, np.nan]] * 2])
    draw_pixels(canvas, values, (-1, 1), look, (0, 0))
    assert "".join(canvas.glyphs[0]) == "=-·+#!"


def test_what_is_no_number_has_the_colour_of_alarm() -> None:
    for channels in (1, 3):
        canvas = Canvas(2, 1)
        values = np.zeros((channels, 2, 2))
        values[0, :, 1] = np.nan
        draw_pixels(canvas, values, (0, 1), Look(), (0, 0))
        fine, broken = canvas.styles[0]
        assert fine != broken
        assert broken is not None
        assert broken.bgcolor is not None
        assert broken.bgcolor.name == Look().colours.alert


def test_colours_are_those_of_the_image() -> None:
    canvas = Canvas(3, 1)
    values = np.eye(3).reshape(3, 1, 3).repeat(2, 1)
    draw_pixels(canvas, values, (0, 1), Look(), (0, 0))
    grounds = [cell.bgcolor.name for cell in canvas.styles[0] if cell and cell.bgcolor]
    assert grounds == ["#ff0000", "#00ff00", "#0000ff"]


def test_an_odd_row_leaves_the_ground_below_it_free() -> None:
    canvas = Canvas(1, 1)
    draw_pixels(canvas, np.ones((1, 1, 1)), (0, 1), Look(), (0, 0))
    (cell,) = canvas.styles[0]
    assert canvas.glyphs == [["▀"]]
    assert cell is not None
    assert cell.bgcolor is None


def test_reducing_takes_means_and_continues_the_edge() -> None:
    values = np.array([[[0.0, 2.0, 5.0], [4.0, 6.0, 5.0]]])
    assert reduced(values, 2, 2).tolist() == [[[3.0, 5.0]]]


def test_ascii_shows_every_row_of_pixels() -> None:
    """A cell of one colour holds two rows: neither may be dropped."""
    stripes = np.zeros((1, 8, 8))
    stripes[:, 0::2] = 1.0
    canvas = Canvas(8, 4, plain=True)
    draw_pixels(canvas, stripes, (0, 1), Look(symbols="ascii"), (0, 0))
    assert {
        cell.bgcolor.name for row in canvas.styles for cell in row if cell and cell.bgcolor
    } == {palette("grey", Look(symbols="ascii")).colours[12]}
