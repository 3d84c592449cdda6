"""Canvas, heat map and palette."""

from __future__ import annotations

import numpy as np
import pytest
from rich.style import Style
from samples import check_size, text
from textual.app import App

from tui.plots.canvas import Canvas, wrap
from tui.plots.dots import DOT_SETS, DotSet
from tui.plots.heatmap import draw_field, quantise, ramp, resample
from tui.plots.palette import Look, faint, identity, mix, style
from tui.plots.theme_look import look_of


def test_wide_characters_keep_their_cells_and_are_cut_whole() -> None:
    canvas = Canvas(7, 1)
    assert canvas.text(0, 0, "a损失率b") == 7
    check_size(canvas.strips(), 7, 1)
    assert text(canvas.strips()) == ["a损失率"]
    narrow = Canvas(4, 1)
    narrow.text(0, 0, "a损失率b")
    check_size(narrow.strips(), 4, 1)


def test_nothing_is_written_outside() -> None:
    canvas = Canvas(3, 1)
    canvas.put(-1, 0, "x")
    canvas.put(3, 0, "x")
    canvas.text(0, 5, "below")
    canvas.over(9, 9, Style(bold=True))
    canvas.row(4, "xxx")
    assert text(canvas.strips()) == ["   "]


def test_equal_neighbours_are_one_segment() -> None:
    canvas = Canvas(10, 1)
    red = Style(color="red")
    canvas.text(2, 0, "abc", red)
    assert [segment.text for segment in canvas.strips()[0]] == ["  ", "abc", "     "]


def test_wrapping() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("曲线出现", 4) == ["曲线", "出现"]


def test_half_blocks_carry_two_values() -> None:
    canvas = Canvas(2, 1)
    levels = np.array([[0, 1], [1, 1]])
    draw_field(canvas, levels, ("#000000", "#ffffff"), Look(), (0, 0))
    assert canvas.glyphs == [["▀", " "]]
    mixed, plain = canvas.styles[0]
    assert mixed == Style(color="#000000", bgcolor="#ffffff")
    assert plain == Style(bgcolor="#ffffff")


def test_shades_grow_with_the_level() -> None:
    canvas = Canvas(5, 1)
    levels = np.array([[0, 4, 8, 12, 15]] * 2)
    look = Look(no_color=True)
    draw_field(canvas, levels, ["#000000"] * 16, look, (0, 0), solid=True)
    assert "".join(canvas.glyphs[0]) == " ░▒▓█"
    draw_field(canvas, levels, ["#000000"] * 16, look, (0, 0))
    assert "█" not in canvas.glyphs[0]


def test_levels_are_even_and_clipped() -> None:
    field = np.array([[-1.0, 0.0, 0.49, 0.5, 1.0, 2.0, np.nan]])
    assert quantise(field, 0.0, 1.0, 2).tolist() == [[0, 0, 0, 1, 1, 1, 1]]


def test_resampling_keeps_corners_and_is_linear_between() -> None:
    field = np.array([[0.0, 2.0], [4.0, 6.0]])
    wide = resample(field, 3, 3)
    np.testing.assert_allclose(wide, [[0, 1, 2], [2, 3, 4], [4, 5, 6]])
    np.testing.assert_array_equal(resample(field, 1, 1), [[0.0]])


def test_a_ramp_begins_and_ends_at_its_stops() -> None:
    assert ramp(("#000000", "#ff0000"), 3) == ("#000000", "#800000", "#ff0000")


def test_eight_series_differ_by_colour_and_by_shape() -> None:
    for look in (Look(), Look(dark=False), Look(symbols="ascii")):
        known = [identity(index, look) for index in range(8)]
        assert len({one.colour for one in known}) == 8
        assert len({one.marker for one in known}) == 8
        assert len({(one.line, one.marker) for one in known}) == 8
        assert [one.letter for one in known] == list("ABCDEFGH")


def test_faint_colours_fade_into_the_background() -> None:
    assert mix("#ffffff", "#000000", 0.5) == "#7f7f7f"
    assert mix("red", "#000000", 0.5) is None
    assert faint(Look(), "red").dim
    assert faint(Look(), "#ffffff").color is not None


def test_colours_of_the_terminal_are_understood() -> None:
    assert style(Look(), "ansi_bright_black", "ansi_default") == Style(
        color="bright_black", bgcolor="default"
    )


@pytest.mark.parametrize("theme", ["nord", "solarized-light", "ansi-dark"])
async def test_the_look_follows_the_theme(theme: str) -> None:
    app = App[None]()
    async with app.run_test():
        app.theme = theme
        look = look_of(app, "block")
        assert look.symbols == "block"
        assert look.dark == app.current_theme.dark
        assert look.colours.background == app.current_theme.background
        for colour in (look.colours.muted, look.colours.cursor, look.colours.alert):
            assert style(look, colour, look.colours.background)


@pytest.mark.parametrize("dots", DOT_SETS.values(), ids=DOT_SETS)
def test_no_rows_have_no_cells(dots: DotSet) -> None:
    assert dots.cells(np.zeros((0, 3 * dots.across), dtype=np.bool_)).shape == (0, 3)
