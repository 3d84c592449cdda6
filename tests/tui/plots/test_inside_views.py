"""Views of what goes on inside a model: drawings kept in files, and what they say."""

from __future__ import annotations

from dataclasses import replace

import inside_samples as inside
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from samples import check_size, golden, text

from engine.layer_history import LayerHistory
from engine.observations import Array, Observation
from tui.plots.canvas import Canvas
from tui.plots.heatmap import ramp
from tui.plots.palette import DEFAULT_LOOK, Look, identity
from tui.plots.scale import (
    BROKEN,
    DARK,
    LEVELS,
    NONE,
    ZERO,
    Scale,
    linear_scale,
    log_scale,
    paint,
)
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view

VIEWS = (
    *("layers", "layer_norms", "activations", "weights", "attention"),
    *("embeddings", "matrix", "loss_surface", "profile", "gradient_noise"),
)
LOOKS = (
    Look(),
    Look(dark=False),
    Look(symbols="ascii"),
    Look(no_color=True),
    Look(symbols="ascii", no_color=True),
)
SIDE, WHOLE = (40, 20), (80, 18)
"""Room of a view in a lab of 120x40 and of 80x24."""


def drawn(
    view: str,
    what: Observation | LayerHistory,
    size: tuple[int, int] = SIDE,
    look: Look = DEFAULT_LOOK,
) -> list[str]:
    run = RunSeen("plain", identity(0, look))
    if isinstance(what, LayerHistory):
        run.record((), what)
    else:
        run.add(what, view)
    spec = ViewSpec(name=view, runs=(run,), width=size[0], height=size[1], look=look)
    strips = draw_view(spec)
    check_size(strips, *size)
    return [row.rstrip() for row in text(strips)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", [SIDE, WHOLE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_drawings_in_the_room_of_the_lab(view: str, size: tuple[int, int]) -> None:
    runs = (inside.run(Look()),)
    spec = ViewSpec(name=view, runs=runs, width=size[0], height=size[1], over=True)
    golden(f"{view}-{size[0]}x{size[1]}", draw_view(spec))


@pytest.mark.parametrize("view", VIEWS)
def test_drawings_without_colour_in_ascii(view: str) -> None:
    look = Look(symbols="ascii", no_color=True)
    spec = ViewSpec(name=view, runs=(inside.run(look),), width=36, height=14, look=look, over=True)
    strips = draw_view(spec)
    assert all(row.isascii() for row in text(strips))
    golden(f"{view}-ascii-36x14", strips)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("look", LOOKS)
def test_every_view_has_exactly_the_size_asked_for(view: str, look: Look) -> None:
    for count in (1, 3):
        runs = tuple(inside.run(look, index) for index in range(count))
        for width, height in [(1, 1), (7, 3), (20, 4), (36, 14), (120, 40)]:
            spec = ViewSpec(name=view, runs=runs, width=width, height=height, look=look)
            check_size(draw_view(spec), width, height)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_shows_the_moment_it_is_given(view: str) -> None:
    """Before the first look there is nothing to draw; at the newest, what there is now."""
    early, now, later = (
        text(draw_view(ViewSpec(name=view, runs=(inside.run(Look()),), width=60, height=18, **at)))
        for at in ({"moment": -1}, {}, {"moment": 200})
    )
    assert "appear" in " ".join(early)
    assert "appear" not in " ".join(now)
    assert now == later


def test_a_moment_cuts_off_what_came_later() -> None:
    run = inside.run(Look())
    then, now = (
        text(draw_view(ViewSpec(name="weights", runs=(run,), width=100, height=30, moment=moment)))
        for moment in (50, None)
    )
    assert "step 50" in then[0]
    assert "step 200" in now[0]


numbers = st.floats(width=32, allow_nan=True, allow_infinity=True)


def hostile(what: Observation, draw: st.DrawFn) -> Observation:
    """The same observation with other numbers in it, none of which a model promised to avoid."""

    def other(array: Array) -> Array:
        drawn = draw(st.lists(numbers, min_size=1, max_size=6))
        return Array.of(np.resize(np.array(drawn, dtype="f4"), array.shape))

    changed: dict[str, object] = {}
    for name in what.__dataclass_fields__:
        value = getattr(what, name)
        if isinstance(value, Array):
            changed[name] = other(value)
        elif name == "maps":
            changed[name] = tuple(other(one) for one in value)
    return replace(what, **changed)  # type: ignore[arg-type]


OBSERVED = {
    "layer_norms": inside.norms(50),
    "activations": inside.activity(50),
    "weights": inside.histograms(50),
    "attention": inside.attention(),
    "embeddings": inside.embedded(),
    "matrix": inside.matrix(),
    "loss_surface": inside.loss_plane(),
}
ROOMS = ((1, 1), (9, 2), (30, 6), (40, 20), (80, 18))


@settings(deadline=None, max_examples=60)
@given(st.data(), st.sampled_from(sorted(OBSERVED)), st.sampled_from(ROOMS), st.sampled_from(LOOKS))
def test_no_number_breaks_a_view_or_leaves_its_room(
    data: st.DataObject, view: str, room: tuple[int, int], look: Look
) -> None:
    what = data.draw(st.composite(lambda draw: hostile(OBSERVED[view], draw))())
    run = RunSeen("plain", identity(0, look))
    for step in (0, 10):
        run.add(what, view, step)
    spec = ViewSpec(name=view, runs=(run,), width=room[0], height=room[1], look=look)
    check_size(draw_view(spec), *room)


@settings(deadline=None, max_examples=40)
@given(st.lists(numbers, min_size=3, max_size=3), st.sampled_from(ROOMS), st.sampled_from(LOOKS))
def test_no_figure_breaks_a_view(figures: list[float], room: tuple[int, int], look: Look) -> None:
    one, other, third = figures
    drawn("profile", replace(inside.profile(), data=one, forward=other, backward=third), room, look)
    drawn(
        "gradient_noise", replace(inside.noise(1), signal=one, noise=other, scale=third), room, look
    )


@pytest.mark.parametrize("layers", [0, 1, 200])
@pytest.mark.parametrize("size", [(7, 3), SIDE, (120, 40)])
def test_any_number_of_layers_finds_room(layers: int, size: tuple[int, int]) -> None:
    drawn("layer_norms", inside.norms(10, layers), size)
    drawn("weights", inside.histograms(10, layers), size)
    drawn("activations", inside.activity(10, layers), size)
    drawn("layers", inside.history(20, layers), size)


def test_of_many_layers_the_first_and_the_last_are_shown_and_the_others_counted() -> None:
    rows = drawn("weights", inside.histograms(10, 200))
    assert "19 of 200" in rows[0]
    assert rows[1].startswith("layer0.w")
    assert rows[19].startswith("layer199.w")


def test_biases_give_way_to_weights() -> None:
    run = RunSeen("plain", identity(0, Look()))
    names = tuple(f"{layer}.{part}" for layer in range(5) for part in ("weight", "bias"))
    run.record(names, inside.history(20, 10))
    spec = ViewSpec(name="layers", runs=(run,), width=60, height=8)
    rows = text(draw_view(spec))
    assert "5 of 10" in rows[0]
    assert [row.split()[0] for row in rows[1:6]] == [f"{layer}.weight" for layer in range(5)]


def test_the_scale_is_that_of_the_runs_that_have_room() -> None:
    burst, calm = (RunSeen(name, identity(n, Look())) for n, name in enumerate(("burst", "calm")))
    norms = LayerHistory()
    norms.append([1, 2], np.array([[1e8], [5e19]], dtype="f4"))
    burst.record(("w",), norms)
    calm.record(("w",), inside.history(20, 1))
    narrow, wide = (
        text(draw_view(ViewSpec(name="layers", runs=(burst, calm), width=width, height=8)))[1]
        for width in (40, 80)
    )
    assert narrow.rstrip().endswith(" 1")
    assert wide.rstrip().endswith("1e20")


def test_a_map_of_layers_tells_the_newest_norms_and_the_ends_of_its_scale() -> None:
    rows = drawn("layers", inside.history(200))
    assert "1e-4" in rows[0]
    assert rows[0].endswith(" 1")
    assert rows[1].endswith("0.201")
    assert rows[10].endswith("2.01e-4")


def test_a_gradient_of_zero_is_written_and_one_that_is_no_number_cries_out() -> None:
    made = LayerHistory()
    made.append([1, 2, 3, 4], np.array([[0, 1], [0, 1], [0, np.nan], [0, 1]], dtype="f4"))
    rows = drawn("layers", made, (40, 8))
    assert set(rows[1].split()[1]) == {"0"}
    assert "!" in rows[3] + rows[4]


def test_a_map_fills_from_the_left_while_its_run_goes_on() -> None:
    run = RunSeen("plain", identity(0, Look()))
    run.record(("w",), inside.history(32, 1))
    spec = ViewSpec(name="layers", runs=(run,), width=40, height=6)
    going, over = (
        sum(
            segment.cell_length
            for segment in draw_view(replace(spec, over=ended))[1]
            if segment.style and segment.style.bgcolor
        )
        for ended in (False, True)
    )
    assert going < over / 3
    assert "step 128" in text(draw_view(spec))[4]


def test_layers_say_how_often_they_are_zero_dead_and_flat() -> None:
    rows = drawn("activations", inside.activity(10), (60, 8))
    assert rows[0].split()[:6] == ["outputs", "mean", "std", "flat", "zero", "dead"]
    assert rows[1].split()[:7] == ["0", "Conv2d", "0.250", "1.00", "–", "50", "%"]
    assert "75 %" in " ".join(rows[4:6])
    assert "3/64" in rows[1]


def test_histograms_tell_the_middle_ninety_percent() -> None:
    rows = drawn("weights", inside.histograms(0, 4), (46, 5))
    low, high = (float(word) for word in rows[1].split()[1:3])
    assert low == pytest.approx(-high, abs=0.01)
    assert 0.5 < high < 0.9


def test_attention_names_heads_and_tokens_where_they_have_room() -> None:
    rows = drawn("attention", inside.attention(heads=1), (40, 12))
    assert rows[0] == "blocks.0.attention"
    assert rows[1].split() == ["the", "cat", "sat", "here"]
    assert [row.split()[0] for row in rows[2:6]] == ["the", "cat", "sat", "here"]
    many = drawn("attention", inside.attention(heads=4, positions=16, layers=2), (40, 12))
    assert "of 8 heads" in many[-2]
    assert many[-1].startswith("calm: the cat sat here and there")


def test_a_cell_of_attention_is_as_bright_as_its_weight() -> None:
    run = RunSeen("plain", identity(0, Look()))
    run.add(inside.attention(heads=1), "attention")
    first = draw_view(ViewSpec(name="attention", runs=(run,), width=40, height=12))[3]
    styles = [segment.style for segment in first if segment.style]
    grounds = [style.bgcolor.name for style in styles if style.bgcolor]
    colours = ramp(DARK, LEVELS)
    levels = Scale(0.0, 1.0).levels([0.2, 0.8, 0.0])
    assert grounds == [colours[level] for level in levels.tolist()]


def test_classes_have_their_first_letters_and_words_their_places() -> None:
    classes = "\n".join(drawn("embeddings", inside.embedded()))
    assert "c cat  d dog" in classes
    assert "62 % of the variance" in classes
    words = "\n".join(drawn("embeddings", inside.embedded(classes=False), (60, 20)))
    assert all(word in words for word in ("king", "queen", "apple", "3 points"))


def test_words_that_would_cover_others_become_dots() -> None:
    crowded = replace(
        inside.embedded(classes=False),
        points=Array.of([[0, 0], [0, 0], [1, 1]]),
    )
    said = "\n".join(drawn("embeddings", crowded, (60, 20)))
    assert "2 of 3 named, the others are dots" in said
    assert "queen" not in said


def test_axes_of_tsne_say_that_they_mean_nothing() -> None:
    laid = replace(inside.embedded(), explained=(np.nan, np.nan), method="tsne")
    assert "only who is near whom counts" in "\n".join(drawn("embeddings", laid, (60, 20)))


def test_a_small_matrix_is_written_and_a_large_one_averaged() -> None:
    small = drawn("matrix", inside.matrix(), (40, 8))
    assert small[0].split() == ["-1.00", "-0.818", "-0.636", "-0.455"]
    assert small[3].startswith("head.weight  3 x 4")
    large = replace(inside.matrix(60, 90), rows=500)
    assert "head.weight, means of 3 x 2" in "\n".join(drawn("matrix", large, (60, 12)))
    assert "first 60 x 90 of 500 x 90" in "\n".join(drawn("matrix", large, (90, 31)))


def scales(*reaches: float, width: int = 78, height: int = 14) -> list[str]:
    """What is written below matrices side by side, each with its largest number."""
    shown = []
    for index, reach in enumerate(reaches):
        matrix = inside.matrix()
        run = RunSeen("plain", identity(index, Look()))
        run.add(replace(matrix, values=Array.of(reach * matrix.values.numpy())), "matrix")
        shown.append(run)
    spec = ViewSpec(name="matrix", runs=tuple(shown), width=width, height=height)
    rows = text(draw_view(spec))
    return rows[next(n for n, row in enumerate(rows) if "head" in row) :]


def test_matrices_share_a_scale_unless_the_largest_leaves_the_others_blank() -> None:
    near = scales(1.0, 2.5)[0]
    assert (near.count("-2.50 "), near.count(" 2.50")) == (2, 2)
    apart = scales(0.5, 806.0)[0]
    assert (apart.count("-0.500 "), apart.count("-806 ")) == (1, 1)
    assert apart.index(" 0.500") < 39 < apart.index("-806 ")


def test_a_matrix_of_zeros_has_the_scale_of_the_others() -> None:
    assert scales(0.0, 2.0)[0].count("-2.00 ") == 2


def test_only_matrices_that_have_room_count_for_the_scale() -> None:
    assert "-1.00 " in scales(2.0, 1.0, width=36)[0]


def test_the_scale_of_a_matrix_has_a_row_of_its_own_where_it_is_narrow() -> None:
    title, scale, *_ = scales(0.0123, 806.0, 0.5, width=68)
    assert title.count("head.weight  3 x 4") == 3
    ends = scale.replace("│", " ").split()
    assert ends == ["-0.0123", "0.0123", "-806", "806", "-0.500", "0.500"]


def test_signs_of_a_matrix_are_told_apart_without_colour() -> None:
    look = Look(no_color=True)
    rows = drawn("matrix", inside.matrix(1, 17), (20, 4), look)
    assert rows[0][0] == "="
    assert rows[0][16] == "#"


def test_a_loss_plane_tells_heights_and_marks_where_the_run_is() -> None:
    rows = drawn("loss_surface", inside.loss_plane(), (60, 16))
    assert sum(row.count("A") for row in rows) == 1
    assert rows[-1].startswith("loss 0.100 … 5.10   90 % of the path lies in this plane")


def test_ground_that_is_no_number_is_marked() -> None:
    plane = inside.loss_plane()
    heights = plane.heights.numpy().copy()
    heights[0] = np.nan
    rows = drawn("loss_surface", replace(plane, heights=Array.of(heights)), (20, 16))
    assert rows[13] == "!" * 20


def test_a_profile_adds_up() -> None:
    rows = drawn("profile", inside.profile())
    assert rows[0] == "one step takes 4.00 ms: 16 k examples/s"
    bar = drawn("profile", inside.profile(), look=Look(no_color=True))[1]
    assert [bar.count(letter) for letter in "DFBO"] == [1, 10, 24, 5]
    assert rows[3].split() == ["F", "forward", "1.00", "ms", "25", "%"]
    assert "and holds 1.59 MB" in rows


def test_bars_of_two_runs_have_one_scale() -> None:
    look = Look(no_color=True)
    runs = tuple(RunSeen(name, identity(n, look)) for n, name in enumerate(("slow", "fast")))
    for run, factor in zip(runs, (1.0, 0.5), strict=True):
        base = inside.profile()
        times = {
            part: factor * getattr(base, part)
            for part in ("data", "forward", "backward", "optimizer")
        }
        run.add(replace(base, **times), "profile")
    bar = text(draw_view(ViewSpec(name="profile", runs=runs, width=82, height=18, look=look)))[2]
    assert len(bar[:40].strip()) == 40
    assert len(bar[42:].strip()) == 20


def test_noise_that_drowns_the_signal_is_said_to() -> None:
    drowned = replace(inside.noise(1), signal=-0.1, scale=float("nan"))
    assert "The noise drowns the signal" in drawn("gradient_noise", drowned, (80, 18))[-1]
    clear = drawn("gradient_noise", inside.noise(1), (80, 18))
    assert "scale 80.0 examples" in clear[-2]


def test_what_is_below_zero_or_no_number_has_a_level_of_its_own() -> None:
    scale = log_scale([1e-3, 1.0])
    assert (scale.lo, scale.hi) == (1e-3, 1.0)
    found = scale.levels([0.0, -1.0, np.nan, np.inf, 1e-9, 1e9, 1.0])
    assert found.tolist() == [ZERO, ZERO, NONE, BROKEN, 0, LEVELS - 1, LEVELS - 1]


@settings(deadline=None)
@given(st.lists(numbers, max_size=20))
def test_scales_hold_whatever_there_is(values: list[float]) -> None:
    for scale in (log_scale(values), linear_scale(values)):
        assert 0 <= scale.lo < scale.hi < np.inf
        finite = [value for value in values if np.isfinite(value)]
        highest = max(finite, default=0.0)
        assert scale.hi >= min(highest, 1e300) * (1 - 1e-6)


@pytest.mark.parametrize("dark", [True, False])
def test_more_stands_out_more_in_sixteen_colours_too(dark: bool) -> None:
    look = Look(dark=dark)
    canvas = Canvas(LEVELS, 1)
    paint(canvas, np.arange(LEVELS)[None], look, (0, 0))
    shown = [cell.bgcolor for cell in canvas.styles[0] if cell and cell.bgcolor]
    full = [sum(colour.get_truecolor()) for colour in shown]
    few = [sum(colour.downgrade(ColorSystem.STANDARD).get_truecolor()) for colour in shown]
    order = 1 if dark else -1
    assert full == sorted(full)[::order]
    assert (few[-1] - few[0]) * order > 0
    assert len(set(few)) >= 3
