"""The curve with its tangent, and the graph of a computation: drawings, figures, hostile values."""

from __future__ import annotations

import numpy as np
import pytest
from answer_samples import SIZES, words
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from samples import check_size, golden, text

from engine.observations import Array, ComputationGraph, FunctionCurve, Observation, PathPoints
from tui.plots.palette import Look, identity
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view
from tui.plots.views.graph_lines import draw_rails, rails

PLAIN = Look(symbols="ascii", no_color=True)
LOOKS = (Look(), Look(dark=False), Look(no_color=True), Look(symbols="block"), PLAIN)


def curve(bends: bool = False, name: str = "x^2") -> FunctionCurve:
    """A parabola from -2 to 2."""
    x = np.linspace(-2, 2, 81)
    bent = Array.of(np.full(81, 2.0)) if bends else None
    return FunctionCurve(x=Array.of(x), heights=Array.of(x**2), bends=bent, axes=("x", name))


def walked(*places: float) -> PathPoints:
    """Points on it, with their slopes."""
    x = np.array(places)
    return PathPoints(points=Array.of(np.column_stack([x, 2 * x])))


def net() -> ComputationGraph:
    """Two layers, as the probe sees them."""
    return ComputationGraph(
        names=("x", "w", "hidden", "v", "out", "y", "loss"),
        operations=("", "", "tanh", "", "·", "", "mse_loss"),
        shapes=((8, 2), (2, 3), (8, 3), (3, 1), (8, 1), (8, 1), ()),
        inputs=((), (), (0, 1), (), (2, 3), (), (4, 5)),
        values=Array.of([4.0, 1.5, 2.5, 0.75, 1.0, 3.0, 0.125]),
        gradients=Array.of([np.nan, 0.5, 0.25, 2.0, 0.1, np.nan, 1.0]),
    )


def runs(view: str, seen: tuple[Observation, ...], look: Look, count: int) -> tuple[RunSeen, ...]:
    made = []
    for index in range(count):
        run = RunSeen(("plain", "heavy ball", "Nesterov")[index], identity(index, look))
        for one in seen:
            run.add(one, view, 3)
        made.append(run)
    return tuple(made)


SEEN: dict[str, tuple[Observation, ...]] = {
    "tangent": (curve(bends=True), walked(1.8, 1.4, 0.9, 0.4)),
    "graph": (net(),),
}


@pytest.mark.parametrize("view", SEEN)
@pytest.mark.parametrize(
    ("kind", "look", "width", "height"),
    [("", Look(), 40, 18), ("", Look(), 78, 18), ("-ascii", PLAIN, 40, 14)],
)
def test_drawings(view: str, kind: str, look: Look, width: int, height: int) -> None:
    shown = runs(view, SEEN[view], look, 1)
    strips = draw_view(ViewSpec(name=view, runs=shown, width=width, height=height, look=look))
    check_size(strips, width, height)
    golden(f"{view}{kind}-{width}x{height}", strips)


@pytest.mark.parametrize("view", SEEN)
@pytest.mark.parametrize("look", LOOKS)
def test_every_size_is_kept_for_one_run_and_for_three(view: str, look: Look) -> None:
    for width, height in SIZES:
        for count in (1, 3):
            shown = runs(view, SEEN[view], look, count)
            strips = draw_view(
                ViewSpec(name=view, runs=shown, width=width, height=height, look=look)
            )
            check_size(strips, width, height)
            assert look.symbols != "ascii" or all(row.isascii() for row in text(strips))


# The tangent


def tangent(moment: int | None, *seen: Observation) -> str:
    (shown,) = runs("tangent", (), Look(), 1)
    for step, one in enumerate(seen):
        shown.add(one, "tangent", step)
    spec = ViewSpec(name="tangent", runs=(shown,), width=60, height=16, moment=moment)
    return "\n".join(text(draw_view(spec)))


def test_it_stands_where_the_run_was_at_the_moment_that_is_shown() -> None:
    seen = (curve(), walked(1.5), walked(0.5))
    assert "x 1.50  slope 3.00" in tangent(1, *seen)
    assert "x 0.500  slope 1.00" in tangent(None, *seen)


def test_it_says_so_beyond_the_edge() -> None:
    assert "x 7.00  slope 14.0, beyond the edge" in tangent(None, curve(), walked(7.0))


def test_a_parabola_is_drawn_where_the_bend_is_known() -> None:
    straight = tangent(None, curve(), walked(1.0))
    bent = tangent(None, curve(bends=True), walked(1.0))
    assert straight != bent


def test_runs_on_different_curves_stand_each_on_its_own() -> None:
    one, other = runs("tangent", (curve(),), Look(), 2)[:1], runs("tangent", (), Look(), 2)[1:]
    steep = FunctionCurve(
        x=Array.of([-2.0, 2.0]), heights=Array.of([0.0, 8.0]), bends=None, axes=("x", "line")
    )
    other[0].add(steep, "tangent", 0)
    for run in (*one, *other):
        run.add(walked(1.0), "tangent", 0)
    rows = text(draw_view(ViewSpec(name="tangent", runs=(*one, *other), width=60, height=20)))
    heads = {sign: y for y, row in enumerate(rows[1:]) for sign in "AB" if sign in row}
    assert heads["B"] < heads["A"]


# The graph


def test_rails_lead_from_each_node_to_all_that_is_made_of_it() -> None:
    inputs = ((), (), (0, 1), (2, 0))
    assert draw_rails(inputs, "braille") == ["┌──────", "│ ┌────", "├─┴─┬─▸", "└───┴─▸"]
    found = rails(inputs)
    assert {node: (rail.top, rail.bottom) for node, rail in found.items()} == {
        0: (0, 3),
        1: (1, 2),
        2: (2, 3),
    }
    cells = [(rail.lane, row) for rail in found.values() for row in range(rail.top, rail.bottom)]
    assert len(cells) == len(set(cells))


def test_values_and_gradients_stand_beside_their_names() -> None:
    rows = words(net(), "graph").splitlines()
    assert rows[0].split() == ["node", "shape", "value", "gradient"]
    loss = next(row for row in rows if "loss" in row)
    assert loss.split()[-5:] == ["loss", "=", "mse_loss", "0.125", "1.00"]
    assert "(2, 3)" in rows[2]
    bars = [row.count("━") for row in rows if row.count("━")]
    assert max(bars) == rows[4].count("━")


def test_where_there_is_little_room_names_are_cut_last() -> None:
    narrow = words(net(), "graph", 32, 12)
    assert "loss" in narrow
    assert "1.00" in narrow
    assert "mse_loss" not in narrow


def test_the_loss_is_the_last_to_go() -> None:
    low = words(net(), "graph", 60, 6).splitlines()
    assert "nodes above have no room" in low[1]
    assert "loss" in low[-1]


@st.composite
def graphs(draw: st.DrawFn) -> ComputationGraph:
    count = draw(st.integers(0, 12))
    numbers = st.floats(width=32)
    return ComputationGraph(
        names=tuple(draw(st.text(max_size=12)) for _ in range(count)),
        operations=tuple(draw(st.text(max_size=12)) for _ in range(count)),
        shapes=tuple(
            draw(st.lists(st.integers(0, 99), max_size=3).map(tuple)) for _ in range(count)
        ),
        inputs=tuple(
            tuple(draw(st.lists(st.integers(0, node - 1), max_size=3))) if node else ()
            for node in range(count)
        ),
        values=Array.of(draw(arrays(np.float32, count, elements=numbers))),
        gradients=Array.of(draw(arrays(np.float32, count, elements=numbers))),
    )


@settings(deadline=None, max_examples=40)
@given(graphs(), st.integers(1, 90), st.integers(1, 24), st.sampled_from(LOOKS))
def test_no_graph_breaks_the_view(
    graph: ComputationGraph, width: int, height: int, look: Look
) -> None:
    shown = runs("graph", (graph,), look, 1)
    spec = ViewSpec(name="graph", runs=shown, width=width, height=height, look=look)
    check_size(draw_view(spec), width, height)


@settings(deadline=None, max_examples=40)
@given(
    arrays(np.float32, st.tuples(st.integers(0, 9), st.just(2)), elements=st.floats(width=32)),
    arrays(np.float32, st.tuples(st.integers(0, 9), st.just(2)), elements=st.floats(width=32)),
    st.integers(1, 90),
    st.integers(1, 24),
)
def test_no_curve_and_no_walk_breaks_the_view(
    ground: np.ndarray, path: np.ndarray, width: int, height: int
) -> None:
    seen = FunctionCurve(
        x=Array.of(np.sort(ground[:, 0])),
        heights=Array.of(ground[:, 1]),
        bends=Array.of(ground[:, 1]),
        axes=("x", "y"),
    )
    shown = runs("tangent", (seen, PathPoints(points=Array.of(path))), Look(), 1)
    spec = ViewSpec(name="tangent", runs=shown, width=width, height=height)
    check_size(draw_view(spec), width, height)
