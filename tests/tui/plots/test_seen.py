"""What is kept of what the probes saw: bounded in number and in bytes, both ends in any case."""

from __future__ import annotations

import inside_samples as inside
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.layer_history import LayerHistory
from engine.observations import LARGEST, Array, Matrix, PathPoints, Surface
from tui.plots.palette import DEFAULT_LOOK, identity
from tui.plots.seen import MOST_BYTES, MOST_LOOKS, Looks, RunSeen, size


def matrix(numbers: int) -> Matrix:
    values = Array.of(np.zeros((1, numbers)))
    return Matrix(title="", values=values, rows=1, columns=numbers)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, LARGEST // 4), min_size=1, max_size=150))
def test_looks_are_bounded_and_keep_both_ends(sizes: list[int]) -> None:
    looks = Looks()
    for step, numbers in enumerate(sizes):
        looks.add(step, matrix(numbers))
        assert looks.bytes <= MOST_BYTES + 2 * LARGEST
    kept = looks.all()
    steps = [step for step, _ in kept]
    assert len(kept) <= MOST_LOOKS + 1
    assert (steps[0], steps[-1]) == (0, len(sizes) - 1)
    assert steps == sorted(set(steps))
    assert sum(size(seen) for _, seen in kept) == looks.bytes


def test_small_looks_are_all_kept_and_large_ones_evenly_thinned() -> None:
    few, large = Looks(), Looks()
    for step in range(40):
        few.add(step, matrix(10))
        large.add(step, matrix(LARGEST // 4))
    assert [step for step, _ in few.all()] == list(range(40))
    assert [step for step, _ in large.all()] == [*range(0, 40, 4), 39]


def test_a_look_is_found_by_its_moment() -> None:
    looks = Looks()
    assert looks.at(None) is None
    for step in range(0, 1000, 10):
        looks.add(step, inside.matrix(1, 1 + step))
    assert looks.at(-1) is None
    first, newest = looks.at(5), looks.at(None)
    assert isinstance(first, Matrix)
    assert isinstance(newest, Matrix)
    assert (first.columns, newest.columns) == (1, 991)
    assert looks.at(990) is newest
    assert [step for step, _ in looks.all(25)] == [0, 20]


def test_a_run_has_layers_as_soon_as_a_step_is_recorded() -> None:
    run = RunSeen("run", identity(0, DEFAULT_LOOK))
    assert not run.has("layers")
    norms = LayerHistory()
    run.record(("weight",), norms)
    assert not run.has("layers")
    norms.append([1], np.ones((1, 1), dtype="f4"))
    assert run.has("layers")


def test_a_path_is_shown_as_far_as_it_went_at_the_moment() -> None:
    run = RunSeen("plain", identity(0, DEFAULT_LOOK))
    heights = Array.of(np.zeros((3, 3)))
    ground = Surface(x=(0, 1), y=(0, 1), heights=heights, minimum=None, axes=("w", "b"))
    run.add(ground, "surface", 0)
    assert run.step_of("surface", 25) == 0
    run.add(PathPoints(points=Array.of(np.ones((20, 2)))), "surface", 20)
    run.add(PathPoints(points=Array.of(np.ones((20, 2)))), "surface", 40)
    assert run.step_of("surface", 25) == 25
    assert run.step_of("surface", 99) == 40
