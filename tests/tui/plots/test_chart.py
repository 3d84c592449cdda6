"""Charts: drawings kept in files, and what must hold at every size and for every number."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    chart,
    check_size,
    column,
    golden,
    line,
    loss_chart,
    rate_chart,
    text,
)

from engine.history import Points
from engine.schedules.base import Mark
from tui.plots.chart import draw
from tui.plots.limits import Limits, StickyLimits
from tui.plots.palette import Colours, Look
from tui.plots.spec import ChartSpec, Rule, Series

BRAILLE_INK = {chr(code) for code in range(0x2801, 0x2900)}
LIGHT = Look(dark=False, colours=Colours(text="#26292f", background="#fbf9f4", cursor="#ece5d6"))


def inked(spec: ChartSpec) -> bool:
    return any(BRAILLE_INK & set(row) for row in text(draw(spec)))


@pytest.mark.parametrize(
    ("name", "look", "width", "height"),
    [
        ("loss-98x13", Look(), 98, 13),
        ("loss-60x8", Look(), 60, 8),
        ("loss-20x4", Look(), 20, 4),
        ("loss-light-60x8", LIGHT, 60, 8),
        ("loss-block-60x8", Look(symbols="block"), 60, 8),
        ("loss-ascii-no-color-60x8", Look(symbols="ascii", no_color=True), 60, 8),
    ],
)
def test_loss_drawings(name: str, look: Look, width: int, height: int) -> None:
    strips = draw(loss_chart(look, width=width, height=height))
    check_size(strips, width, height)
    golden(name, strips)


def test_drawing_of_a_planned_and_an_actual_rate() -> None:
    golden("rate-60x8", draw(rate_chart(Look(), x_labels=False)))


def test_drawing_before_the_run() -> None:
    golden("empty-60x8", draw(chart(line([]))))


def test_drawing_with_a_wide_title_and_names() -> None:
    spec = chart(line(np.linspace(2, 1, 90), name="学习率 0.1"), title="训练损失")
    strips = draw(spec)
    check_size(strips, 60, 8)
    golden("wide-60x8", strips)


def test_drawing_of_a_run_that_diverges() -> None:
    values = [2.0**step for step in range(30)] + [math.inf, math.nan, math.nan]
    golden("diverged-60x8", draw(chart(line(values), last=60, log_y=True)))


@pytest.mark.parametrize("look", [Look(), Look(symbols="block"), Look(symbols="ascii")])
@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        [],
        [1.0],
        [3.0] * 50,
        [0.0] * 50,
        [-2.0, 0.0, 1e-6],
        [math.nan] * 5,
        [math.inf, -math.inf],
        [1e300, -1e300],
        [1e-320, 5e-324],
        [1e200, 5e-198],
        [1.7e308],
        [-1.7e308, 5e-324],
        [1.0, 1.0 + 1e-15],
    ],
)
def test_every_kind_of_number_at_every_size(look: Look, log_y: bool, values: list[float]) -> None:
    sizes = [(1, 1), (5, 2), (13, 3), (20, 4), (60, 8), (200, 40)]
    for (width, height), labels in product(sizes, (True, False)):
        spec = chart(
            line(values),
            log_y=log_y,
            look=look,
            width=width,
            height=height,
            x_labels=labels,
            cursor=2,
            marks=(Mark(3, "W", "warm-up ends"),),
            rules=(Rule(value=0.5, name="level", colour="red"),),
        )
        check_size(draw(spec), width, height)


numbers = st.floats(allow_nan=True, allow_infinity=True)


@settings(deadline=None, max_examples=150)
@given(st.lists(numbers, max_size=60), st.integers(1, 80), st.integers(1, 12), st.booleans())
def test_no_numbers_break_a_chart(
    values: list[float], width: int, height: int, log_y: bool
) -> None:
    check_size(draw(chart(line(values), width=width, height=height, log_y=log_y)), width, height)


def test_ascii_drawings_are_ascii() -> None:
    for row in text(draw(loss_chart(Look(symbols="ascii")))):
        assert row.isascii()


def test_without_colour_no_style_has_a_colour() -> None:
    for strip in draw(loss_chart(Look(no_color=True))):
        for segment in strip:
            assert segment.style is None or (
                segment.style.color is None and segment.style.bgcolor is None
            )


def test_a_log_axis_says_that_nothing_is_above_zero() -> None:
    drawn = " ".join(text(draw(chart(line([0.0, -1.0]), log_y=True))))
    assert "No value above 0 yet" in drawn


def test_the_cursor_reads_its_step_and_the_title_row_shows_it() -> None:
    values = np.arange(1.0, 101.0)
    title = text(draw(chart(line(values), cursor=42)))[0]
    assert title.endswith("42.0")
    assert text(draw(chart(line(values))))[0].endswith("100")
    assert text(draw(chart(line(values), cursor=900)))[0].endswith("–")


def test_the_cursor_is_where_its_step_is_inked() -> None:
    one = Points.of([50], [1.0])
    spec = chart(line([], name="", data=one), cursor=50)
    rows = text(draw(spec))[1:6]
    places = {x for row in rows for x, glyph in enumerate(row) if glyph == "│"} - {7}
    ink = {x for row in rows for x, glyph in enumerate(row) if glyph in BRAILLE_INK}
    assert ink == places


def test_the_ticks_are_where_their_values_are_inked() -> None:
    flat = line([2.0] * 100, name="")
    rows = text(draw(chart(flat, line([4.0, 0.0], name=""), height=14)))
    ticked = next(row for row in rows if row.lstrip().startswith("2┤"))
    assert sum(glyph in BRAILLE_INK for glyph in ticked) > 40


def test_marks_stand_on_the_base_line_and_the_urgent_one_wins() -> None:
    marks = (Mark(50, "E", "epoch"), Mark(50, "W", "warm-up ends"), Mark(80, "D", "rate drops"))
    base = text(draw(chart(line([1.0] * 100), marks=marks)))[6]
    assert base[8:].count("W") == 1
    assert "E" not in base
    assert base.index("W") < base.index("D")


def test_epochs_that_stand_too_close_are_thinned() -> None:
    marks = tuple(Mark(step, "E", "epoch") for step in range(1, 101))
    base = text(draw(chart(line([1.0] * 100), marks=marks)))[6]
    places = [x for x, glyph in enumerate(base) if glyph == "E"]
    assert len(places) > 5
    assert min(np.diff(places)) >= 3


def test_each_stretch_of_values_that_are_no_numbers_has_one_mark() -> None:
    values = np.ones(100)
    values[20:40] = math.nan
    values[70] = math.inf
    for last in (100, 1000, 75):
        base = text(draw(chart(line(values), last=last)))[6]
        assert base.count("!") == 2


def test_a_newest_value_that_is_no_number_is_read_as_such() -> None:
    assert text(draw(chart(line([1.0, math.nan]))))[0].endswith("nan")
    assert text(draw(chart(line([]))))[0].endswith("–")


def test_clipped_steps_are_marked() -> None:
    before = np.where(np.arange(100) == 60, 5.0, 0.5)
    series = (line(before, name="before"), line(np.minimum(before, 1.0), name="after"))
    base = text(draw(chart(*series, clipped=(0, 1))))[6]
    assert base.count("C") == 1
    assert abs(base.index("C") - (8 + 61 / 100 * 52)) <= 1


def cell(spec: ChartSpec) -> tuple[int, str]:
    """Dots of the cell in the middle of a flat line, and its colour."""
    for strip in draw(spec)[1:6]:
        (middle,) = strip.crop(30, 31)
        if middle.text in BRAILLE_INK:
            assert middle.style is not None
            assert middle.style.color is not None
            return ord(middle.text) - 0x2800, middle.style.color.name
    raise AssertionError("nothing is inked there")


def flat(level: float, colour: str, **settings: object) -> Series:
    return line([level] * 100, name="", colour=colour, **settings)


LOW, HIGH = 10 / 19, 11 / 19
"""Two neighbouring dot rows, of 20, that share their cells."""


def test_dots_of_two_lines_share_a_cell_in_the_colour_of_the_upper() -> None:
    unit = {"y_limits": Limits(0.0, 1.0)}
    low, _ = cell(chart(flat(LOW, "#ff0000"), **unit))
    high, _ = cell(chart(flat(HIGH, "#00ff00"), **unit))
    assert low & high == 0
    both = cell(chart(flat(LOW, "#ff0000"), flat(HIGH, "#00ff00"), **unit))
    assert both == (low | high, "#00ff00")


def test_a_faint_line_gives_way_where_another_has_ink() -> None:
    unit = {"y_limits": Limits(0.0, 1.0)}
    alone = cell(chart(flat(LOW, "#ff0000"), **unit))
    for faint_at in (0, 1):
        lines = [flat(LOW, "#ff0000"), flat(HIGH, "#00ff00", faint=True)]
        pair = lines if faint_at else lines[::-1]
        assert cell(chart(*pair, **unit)) == alone


def test_a_line_enters_a_zoomed_window_from_both_sides() -> None:
    points = Points.of([0, 100], [0.0, 1.0])
    spec = chart(line([], name="", data=points), first=40, last=60)
    columns = {x for row in text(draw(spec))[1:6] for x, g in enumerate(row) if g in BRAILLE_INK}
    assert not columns
    spec = chart(line([], name="", data=Points.of([35, 65], [0.0, 1.0])), first=40, last=60)
    columns = {x for row in text(draw(spec))[1:6] for x, g in enumerate(row) if g in BRAILLE_INK}
    assert columns == set(range(8, 60))


def test_limits_are_kept_between_drawings() -> None:
    sticky = StickyLimits()
    first = text(draw(chart(line([0.1, 2.4])), sticky))
    second = text(draw(chart(line([0.3, 1.6])), sticky))
    assert [row[:8] for row in first[1:]] == [row[:8] for row in second[1:]]


def test_long_names_are_cut_and_never_reach_the_readings() -> None:
    spec = chart(line([1.0], name="a very long name of a run indeed"), line([2.0], name="b" * 40))
    title = text(draw(spec))[0]
    assert title.endswith("1.00 / 2.00")
    assert "…" in title


def test_a_note_takes_the_place_of_the_readings() -> None:
    assert text(draw(chart(line([1.0]), note="your guess: plain")))[0].endswith("guess: plain")


@pytest.mark.parametrize("cursor", [None, 40])
def test_the_title_says_what_was_done_to_the_numbers_in_the_room_there_is(
    cursor: int | None,
) -> None:
    how = ("EMA 0.9 debiased over raw", "EMA 0.9")
    spec = chart(line(np.ones(1000)), last=1000, how=how, tell_dots=True, cursor=cursor)
    titles = [text(draw(replace(spec, width=width)))[0] for width in (120, 75, 60, 40)]
    assert "EMA 0.9 debiased over raw · 1 dot = 4.5 steps, extremes kept  ─── run" in titles[0]
    assert "EMA 0.9 debiased over raw · 1 dot = 7.5 steps  ─── run" in titles[1]
    assert "EMA 0.9" in titles[2]
    assert "1 dot = 9.7 steps" in titles[2]
    for width, title in zip((120, 75, 60, 40), titles, strict=True):
        assert title.startswith("loss")
        assert len(title) == width


def test_steps_are_not_counted_where_each_has_a_dot_of_its_own() -> None:
    assert "dot" not in text(draw(chart(line(np.ones(90)), tell_dots=True)))[0]


def test_a_note_that_is_too_long_is_cut() -> None:
    title = text(draw(chart(line([1.0]), note="a very long note " * 9)))[0]
    assert title.split()[:4] == ["loss", "a", "very", "long"]
    assert title.endswith("…")


def test_the_cost_of_a_chart_does_not_grow_with_the_run() -> None:
    def three(length: int) -> list[ChartSpec]:
        data = [column(np.random.default_rng(i).random(length)) for i in range(4)]
        series = [line([], name=f"run {i}", data=one) for i, one in enumerate(data)]
        return [chart(*series, last=length, width=98, height=13) for _ in range(3)]

    def cost(specs: list[ChartSpec]) -> float:
        begin = time.process_time()
        for spec in specs:
            draw(spec)
        return time.process_time() - begin

    short, long = three(1000), three(1_000_000)
    cost(short)
    cost(long)
    ratios = [cost(long) / cost(short) for _ in range(15)]
    assert statistics.median(ratios) < 1.5
