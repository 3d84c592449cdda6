"""Views: drawings kept in files, exact sizes, words where there is nothing to draw."""

from __future__ import annotations

import numpy as np
import pytest
from samples import check_size, golden, runs, text

from engine.observations import (
    Array,
    Boundary,
    Confusion,
    FittedCurve,
    Mistakes,
    PathPoints,
    Surface,
)
from tui.plots.palette import Look, identity
from tui.plots.path import path_dots
from tui.plots.seen import LONGEST_TRAIL, RunSeen, Trail
from tui.plots.view_spec import ViewSpec, view_title
from tui.plots.views.confusion import draw_confusion
from tui.plots.views.draw import draw_view
from tui.plots.views.surface import bands

NAMES = (
    *("surface", "boundary", "confusion", "mistakes"),
    *("images", "augmented", "kernels", "samples"),
)
LOOKS = (
    Look(),
    Look(dark=False),
    Look(no_color=True),
    Look(symbols="block"),
    Look(symbols="ascii", no_color=True),
)


def view(name: str, seen: tuple[RunSeen, ...], width: int = 46, height: int = 14) -> list[str]:
    return text(draw_view(ViewSpec(name=name, runs=seen, width=width, height=height)))


@pytest.mark.parametrize("name", NAMES)
def test_drawings(name: str) -> None:
    spec = ViewSpec(name=name, runs=runs(Look(), 1), width=36, height=14)
    golden(f"{name}-36x14", draw_view(spec))


@pytest.mark.parametrize("name", NAMES)
def test_drawings_without_colour_in_ascii(name: str) -> None:
    look = Look(symbols="ascii", no_color=True)
    strips = draw_view(ViewSpec(name=name, runs=runs(look, 1), width=36, height=14, look=look))
    assert all(row.isascii() for row in text(strips))
    golden(f"{name}-ascii-36x14", strips)


@pytest.mark.parametrize("name", [*NAMES, "unheard-of"])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_view_has_exactly_the_size_asked_for(name: str, look: Look, count: int) -> None:
    for width, height in [(1, 1), (7, 3), (20, 4), (36, 14), (46, 20), (120, 40)]:
        spec = ViewSpec(name=name, runs=runs(look, count), width=width, height=height, look=look)
        check_size(draw_view(spec), width, height)


@pytest.mark.parametrize("name", NAMES)
def test_words_while_there_is_nothing_to_draw(name: str) -> None:
    nothing = (RunSeen("plain", identity(0, Look())),)
    assert "appear" in " ".join(" ".join(view(name, nothing)).split())
    spec = ViewSpec(name=name, runs=nothing, width=60, height=14, over=True)
    said = " ".join(" ".join(text(draw_view(spec))).split())
    assert f"These runs have nothing for “{view_title(name)}”." in said


def test_an_unknown_view_says_so() -> None:
    assert "no picture for “unheard-of”" in " ".join(view("unheard-of", ()))
    assert view_title("unheard-of") == "unheard-of"
    assert view_title("surface") == "surface and path"


def test_each_run_has_its_letter_at_the_head_of_its_path() -> None:
    picture = "".join(view("surface", runs(Look(), 2))[:-2])
    assert picture.count("A") == 1
    assert picture.count("B") == 1


def test_a_path_that_left_the_picture_keeps_its_letter_at_the_edge() -> None:
    (run,) = runs(Look(), 1)
    run.add(PathPoints(points=Array.of([[1e30, 0.5], [float("nan"), 1.0], [1e30, 0.5]])), "surface")
    rows = view("surface", (run,))[:-2]
    assert sum(row.endswith("A") for row in rows) == 1


def test_bands_show_the_floor_of_a_valley_and_its_walls() -> None:
    heights = np.array([[0.0, 3.0, 30.0, 300.0, 10_000.0]])
    levels = bands(heights)[0].tolist()
    assert levels == sorted(set(levels))


def test_bands_of_flat_and_of_broken_ground() -> None:
    assert len(np.unique(bands(np.full((4, 4), 3.0)))) == 1
    broken = np.array([[0.0, np.nan, np.inf]])
    assert bands(broken)[0].tolist()[1:] == [15, 15]
    assert bands(np.full((2, 2), np.nan)).tolist() == [[15, 15], [15, 15]]


def test_a_path_connects_its_points() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    lit = path_dots(points, (0, 1), (0, 1), 5, 5)
    assert np.argwhere(lit).tolist() == [[0, 4], [1, 3], [2, 2], [3, 1], [4, 0]]
    assert not path_dots(np.empty((0, 2)), (0, 1), (0, 1), 5, 5).any()
    one = path_dots(points[:1], (0, 1), (0, 1), 5, 5)
    assert np.argwhere(one).tolist() == [[4, 0]]


def test_each_of_three_classes_has_its_ground_its_shape_and_its_name() -> None:
    run = RunSeen("run", identity(0, Look()))
    winners = Array.of([[0, 1, 2], [0, 1, 2]])
    run.add(
        Boundary(
            x=(0, 3),
            y=(0, 2),
            scores=Array.of(np.full((2, 3), 0.9)),
            points=Array.of([[0.2, 1.0, 0], [1.5, 1.0, 1], [2.8, 1.0, 2]]),
            winners=winners,
            classes=("grower 1", "grower 2", "grower 3"),
        ),
        "boundary",
    )
    drawn = draw_view(ViewSpec(name="boundary", runs=(run,), width=30, height=9))
    middle = "".join(text(drawn)[:-1])
    assert middle.index("○") < middle.index("▲") < middle.index("□")
    grounds = [segment.style.bgcolor for segment in drawn[0] if segment.style]
    assert len(dict.fromkeys(grounds)) == 3
    assert text(drawn)[-1].rstrip() == "○ 1  ▲ 2  □ 3"
    wide = view("boundary", (run,), 60, 9)
    assert wide[-1].rstrip() == "○ grower 1  ▲ grower 2  □ grower 3"


def test_the_confusion_matrix_counts() -> None:
    rows = view("confusion", runs(Look(), 1), 36, 14)
    assert rows[1].split() == [*"0123456789", "%"]
    assert rows[5].split() == ["3", *"···", "31", *"····", "4", "·", "89"]
    assert rows[12].strip() == "97.6 % right, 8 of 333 wrong"


def test_a_class_without_samples_has_no_share() -> None:
    run = RunSeen("plain", identity(0, Look()))
    run.add(Confusion(classes=("no", "yes"), counts=Array.of([[3, 1], [0, 0]])), "confusion")
    canvas = draw_confusion(ViewSpec(name="confusion", runs=(run,), width=30, height=6))
    assert canvas is not None
    assert text(canvas.strips())[3].rstrip().endswith("–")


def test_mistakes_are_captioned() -> None:
    drawn = " ".join(view("mistakes", runs(Look(), 1), 46, 20))
    assert "14 of 360 read wrongly" in drawn
    assert "3 read as 8" in drawn
    assert "92 % sure" in drawn


def test_no_mistakes_are_said_to_be_none() -> None:
    run = RunSeen("plain", identity(0, Look()))
    none = np.zeros((0, 8, 8))
    run.add(
        Mistakes(images=Array.of(none), truth=(), predicted=(), confidence=(), wrong=0, total=360),
        "mistakes",
    )
    assert "No mistakes among 360 images." in " ".join(view("mistakes", (run,)))


def test_runs_stand_side_by_side_where_there_is_room() -> None:
    wide = view("confusion", runs(Look(), 2), 100, 15)[0]
    assert "A plain" in wide
    assert "B heavy ball" in wide
    narrow = view("confusion", runs(Look(), 2), 40, 15)[0]
    assert "B heavy ball" in narrow
    assert "A plain" not in narrow


def test_a_trail_is_bounded_and_keeps_both_ends() -> None:
    trail = Trail()
    points = np.column_stack([np.arange(50_000), np.zeros(50_000)]).astype(np.float32)
    trail.add(points[:20_000], 20_000)
    trail.add(points[20_000:], len(points))
    kept = trail.points()
    assert len(trail) == 50_000
    assert LONGEST_TRAIL / 4 < len(kept) <= LONGEST_TRAIL + 1
    assert kept[0, 0] == 0
    assert kept[-1, 0] == 49_999
    assert np.all(np.diff(kept[:, 0]) > 0)


def test_the_newest_surface_counts() -> None:
    (run,) = runs(Look(), 1)
    flat = Surface(
        x=(0, 1), y=(0, 1), heights=Array.of(np.zeros((3, 3))), minimum=None, axes=("w", "b")
    )
    run.add(flat, "surface")
    assert "minimum" not in view("surface", (run,))[-1]
    assert "→ w 0 … 1   ↑ b 0 … 1" in view("surface", (run,))[-2]


def on_grounds(*minima: tuple[float, float]) -> tuple[RunSeen, ...]:
    """Runs named by their letters, each on a bowl around a point of its own."""
    seen = []
    for place, (x, y) in enumerate(minima):
        across, up = np.meshgrid(np.linspace(-3, 3, 30), np.linspace(-3, 3, 30))
        heights = Array.of((across - x) ** 2 + (up - y) ** 2)
        run = RunSeen("run", identity(place, Look()))
        ground = Surface(x=(-3, 3), y=(-3, 3), heights=heights, minimum=(x, y), axes=("w", "b"))
        run.add(ground, "surface")
        run.add(PathPoints(points=Array.of([[-2.0, -2.0], [x, y]])), "surface", 2)
        seen.append(run)
    return tuple(seen)


def test_a_path_is_drawn_on_the_map_of_its_own_ground_only() -> None:
    together = view("surface", on_grounds((1, 1), (1, 1)), 60, 14)
    assert "A run  B run" in together[-1]
    apart = view("surface", on_grounds((1, 1), (2, -1)), 60, 14)
    assert apart[-1].index("A run") < 30 < apart[-1].index("B run")
    assert apart[-1].count("✕ minimum") == 2
    narrow = view("surface", on_grounds((1, 1), (2, -1)), 40, 14)
    assert "A" not in "".join(narrow)
    assert "B run" in narrow[-1]
    three = view("surface", on_grounds((1, 1), (2, -1), (1, 1)), 40, 14)
    assert "A run  C run" in three[-1]
    assert "B" not in "".join(three)


def fitted(place: int, end: float, *heights: float) -> RunSeen:
    """A run that has learned a line from 0 to an end, through points of these heights."""
    run = RunSeen("run", identity(place, Look()))
    x = np.linspace(0, end, len(heights))
    points = Array.of(np.column_stack([x, heights]))
    curve = FittedCurve(x=Array.of(x), y=Array.of(x), points=points, axes=("x", "y"))
    run.add(curve, "fit_curve")
    return run


def test_curves_are_drawn_over_the_data_they_were_learned_from() -> None:
    outlier = view("fit_curve", (fitted(0, 1.0, 1.0, 2.0), fitted(1, 1.0, 1.0, 9.0)), 70, 12)
    assert outlier[0].count("training points") == 1
    apart = view("fit_curve", (fitted(0, 1.0, 1.0, 2.0), fitted(1, 8.0, 5.0, 9.0)), 70, 12)
    assert apart[0].count("training points") == 2
    assert apart[0].count(" run ") == 2
    narrow = view("fit_curve", (fitted(0, 1.0, 1.0, 2.0), fitted(1, 8.0, 5.0, 9.0)), 40, 12)
    assert narrow[0].count("training points") == 1


def test_a_run_knows_for_which_views_it_has_something() -> None:
    seen = RunSeen("run", identity(0, Look()))
    counts = Array.of([[3.0, 1.0], [0.0, 4.0]])
    seen.add(Confusion(classes=("a", "b"), counts=counts), "confusion")
    assert seen.has("confusion")
    assert not seen.has("surface")
    assert not seen.has("no such view")
