"""The view that a lab turns to by itself."""

from __future__ import annotations

import numpy as np

from engine.layer_history import LayerHistory
from engine.observations import Array, Confusion
from tui.lab.following import view_with_something, views_to_show
from tui.plots.palette import DEFAULT_LOOK, identity
from tui.plots.seen import RunSeen

VIEWS = ("boundary", "confusion", "layers")


def run(*, confusion: bool) -> RunSeen:
    """A run that records its layers, as all do, and may have been evaluated."""
    seen = RunSeen("plain", identity(0, DEFAULT_LOOK))
    norms = LayerHistory()
    norms.append([1], np.ones((1, 1), dtype=np.float32))
    seen.record(("weight",), norms)
    if confusion:
        counts = Array.of([[1.0, 0.0], [0.0, 1.0]])
        seen.add(Confusion(classes=("no", "yes"), counts=counts), "confusion")
    return seen


def test_it_turns_to_the_first_of_the_lessons_own_views_that_has_something() -> None:
    assert view_with_something(VIEWS, 0, [run(confusion=True)]) == 1
    assert view_with_something(VIEWS, 1, [run(confusion=True)]) == 1


def test_it_waits_for_them_rather_than_show_what_every_run_has() -> None:
    assert view_with_something(VIEWS, 0, [run(confusion=False)]) == 0
    assert view_with_something(VIEWS, 0, []) == 0
    assert view_with_something(("layers",), 0, [run(confusion=False)]) == 0


def test_the_run_that_is_read_first_counts_before_the_others() -> None:
    other = run(confusion=False)
    other.add(Confusion(classes=("a",), counts=Array.of([[1.0]])), "other")
    views = ("other", "confusion")
    assert view_with_something(views, 0, [other, run(confusion=True)]) == 1
    assert view_with_something(views, 0, [run(confusion=True), other]) == 0
    assert view_with_something(views, 1, [other, run(confusion=False)]) == 0


def test_once_the_runs_are_over_only_views_with_something_are_gone_through() -> None:
    with_it, without = run(confusion=True), run(confusion=False)
    assert views_to_show(VIEWS, [], over=True) == [0, 1, 2]
    assert views_to_show(VIEWS, [without], over=False) == [0, 1, 2]
    assert views_to_show(VIEWS, [without], over=True) == [2]
    assert views_to_show(VIEWS, [without, with_it], over=True) == [1, 2]
