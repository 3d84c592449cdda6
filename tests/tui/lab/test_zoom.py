"""Which steps the plots show: zoomed, panned, along with the run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import PLAN, STEPS, live, rows

from engine.events import RunEnded
from tui.lab.live_run import LiveRun
from tui.lab.scene import ChartState, Scene
from tui.lab.zoom import CLOSEST, PAGES, Stretch, newest_step, showing, stretch, whole_run
from tui.plots.palette import DEFAULT_LOOK

STATE = ChartState(log_loss=False, smoothing=0.0)
WHOLE = Stretch(1.0, 2000.0)
edges = st.tuples(st.floats(1, 1990), st.floats(8, 500)).map(
    lambda found: Stretch(found[0], found[0] + found[1]).within(WHOLE)
)


def scene(*runs: LiveRun) -> Scene:
    plans = {"slow": PLAN}
    return Scene(runs=runs, plans=plans, order=("slow", "fast"), guess=None, look=DEFAULT_LOOK)


def end(run: LiveRun) -> None:
    run.take(None, (RunEnded(status="stopped", steps=run.history.step, seconds=1.0),))


@given(edges, st.floats(0, 1), st.sampled_from([0.5, 2.0]))
def test_a_zoom_stays_inside_and_keeps_the_step_in_its_place(
    shown: Stretch, share: float, factor: float
) -> None:
    at = shown.first + share * shown.width
    zoomed = shown.zoomed(at, factor, WHOLE)
    assert WHOLE.first <= zoomed.first < zoomed.last <= WHOLE.last + 1e-9
    assert zoomed.first - 1e-6 <= at <= zoomed.last + 1e-6
    assert zoomed.width == pytest.approx(min(max(CLOSEST, shown.width * factor), WHOLE.width))
    if WHOLE.first < zoomed.first and zoomed.last < WHOLE.last:
        assert (at - zoomed.first) / zoomed.width == pytest.approx(share, abs=1e-6)


@given(edges, st.floats(-3000, 3000))
def test_panning_keeps_the_width_and_stops_at_the_ends(shown: Stretch, by: float) -> None:
    panned = shown.panned(by, WHOLE)
    assert panned.width == pytest.approx(shown.width)
    assert WHOLE.first <= panned.first
    assert panned.last <= WHOLE.last + 1e-9


@given(edges, st.integers(1, 2000))
def test_showing_a_step_moves_no_further_than_it_takes(shown: Stretch, step: int) -> None:
    held = shown.holding(step, WHOLE)
    assert held.first - 1e-6 <= step <= held.last + 1e-6
    if shown.first <= step <= shown.last:
        assert held.first == pytest.approx(shown.first)


def test_the_longest_run_is_the_whole_even_beyond_its_plan() -> None:
    short, long = live("slow", steps=50), live("fast", 1, steps=STEPS + 30)
    assert whole_run(scene(short, long)) == Stretch(1.0, STEPS + 30)
    assert stretch(scene(short, long), STATE) == Stretch(1.0, STEPS + 30)
    assert stretch(scene(), replace(STATE, first=20.0, last=40.0)) == Stretch(20.0, 40.0)
    assert stretch(scene(), replace(STATE, first=20.0, last=10.0)) == Stretch(20.0, 21.0)


def test_all_of_it_is_no_zoom() -> None:
    here = scene(live("slow", steps=50))
    state = showing(replace(STATE, first=3.0, last=9.0), Stretch(1.0, STEPS), here)
    assert (state.first, state.last, state.following) == (None, None, False)


def test_a_window_that_ends_at_the_newest_step_goes_along_in_pages() -> None:
    run = live("slow", steps=80)
    state = showing(STATE, Stretch(41.0, 81.0), scene(run))
    assert state.following
    seen = [stretch(scene(run), state)]
    for _ in range(40):
        run.take(rows(run.history.step + 1, run.history.step + 1), ())
        seen.append(stretch(scene(run), state))
        assert seen[-1].first <= run.history.step <= seen[-1].last
        assert seen[-1].width == pytest.approx(40.0)
    assert len({shown.first for shown in seen}) <= 40 / (40 / PAGES) + 2


def test_it_stays_where_the_run_has_ended_and_goes_back_for_the_next_one() -> None:
    run = live("slow", steps=80)
    state = showing(STATE, Stretch(41.0, 81.0), scene(run))
    run.take(rows(81, 120), ())
    assert stretch(scene(run), state) == Stretch(81.0, 121.0)
    end(run)
    assert stretch(scene(run), state) == Stretch(80.0, 120.0)  # after its last step is nothing
    following = live("slow", 1, steps=3)
    shown = stretch(scene(run, following), state)
    assert shown.first <= 3 <= shown.last


def test_a_window_in_the_past_stays_there() -> None:
    run = live("slow", steps=80)
    state = showing(STATE, Stretch(10.0, 30.0), scene(run))
    assert not state.following
    run.take(rows(81, 150), ())
    assert stretch(scene(run), state) == Stretch(10.0, 30.0)
    assert showing(STATE, Stretch(110.0, 151.0), scene(run)).following
    assert not showing(replace(STATE, cursor=120), Stretch(110.0, 151.0), scene(run)).following
    end(run)
    assert not showing(STATE, Stretch(110.0, 151.0), scene(run)).following


def test_the_newest_step_is_that_of_a_run_under_way() -> None:
    old, new = live("slow", steps=150), live("fast", 1, steps=20)
    end(old)
    assert newest_step(scene(old, new)) == 20
    end(new)
    assert newest_step(scene(new, old)) == 150
    assert newest_step(scene()) == 0
