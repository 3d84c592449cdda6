"""A run as a line of time: its points, where the head goes, what a fork asks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import LESSON, PLAN, info, live, request, rows, started

from engine.events import SnapshotTaken
from engine.history import RunHistory
from engine.runs import StoredRun
from engine.travel import Fork
from tui.lab.bench import Bench
from tui.lab.live_run import LiveRun
from tui.lab.past import Until, past
from tui.lab.scene import Scene
from tui.lab.timeline import (
    ASCII_SIGNS,
    UNICODE_SIGNS,
    Point,
    Timeline,
    Voyage,
    changes,
    column_of,
    place_words,
    points,
    request_from,
    timeline,
    track,
)
from tui.plots.palette import DEFAULT_LOOK, identity

FORKED_AT = 80


def parent() -> LiveRun:
    """A run of 120 steps with a snapshot every 40."""
    run = live(steps=120)
    run.take(None, tuple(SnapshotTaken(step=step) for step in (0, 40, 80, 120)))
    return run


def child(of: LiveRun) -> LiveRun:
    """What went on from step 80 of it."""
    asked = request(fork=Fork(of.info.run, FORKED_AT))
    run = LiveRun(info("child", asked), "child", identity(4, DEFAULT_LOOK), standard=False)
    run.parent = of
    run.take(None, (replace(started("child"), first_step=FORKED_AT),))
    run.take(rows(81, 100, 0.5), (SnapshotTaken(step=80), SnapshotTaken(step=100)))
    return run


def test_a_fork_shares_its_parents_past() -> None:
    run = parent()
    fork = child(run)
    assert fork.fork_of == Fork(run.info.run, FORKED_AT)
    assert fork.first_step == FORKED_AT
    assert fork.at(60).loss == run.history.at(60).loss
    assert fork.at(90).loss == fork.history.at(90).loss != run.history.at(90).loss
    assert fork.history.step == 100


def test_the_points_of_a_fork_are_its_own_and_those_before_it() -> None:
    run = parent()
    line = timeline(child(run), {})
    mine, its = "child", run.info.run
    assert line.points == (
        Point(run=its, step=0),
        Point(run=its, step=40),
        Point(run=mine, step=80),
        Point(run=mine, step=100),
    )
    grandchild = child(child(run))
    assert [point.step for point in points(grandchild, {})] == [0, 40, 80, 100]


def test_only_what_is_on_the_disk_can_be_gone_back_to() -> None:
    run = parent()
    kept = {run.info.run: (0, 80)}
    assert [point.step for point in timeline(run, kept).points] == [0, 80]
    assert timeline(run, {run.info.run: ()}).points == ()


def test_the_head_goes_from_point_to_point() -> None:
    line = timeline(parent(), {})
    assert line.moved(80, 1) == 120
    assert line.moved(120, 1) == 120
    assert line.moved(80, -5) == 0
    assert line.moved(81, -1) == 40
    assert line.before(119) == Point(run="slow0", step=80)
    assert replace(line, points=()).moved(7, 1) == 7
    assert replace(line, points=()).before(7) is None


def test_the_words_say_where_it_is() -> None:
    line = timeline(parent(), {})
    longest, *_, shortest = place_words(line, 80)
    assert longest == "at step 80 of 200 (snapshot 3 of 4)   epoch 4"
    assert shortest == "at step 80 of 200"
    assert place_words(line, 81)[0] == "at step 81 of 200 (no snapshot yet)"
    assert place_words(replace(line, steps=12_000), 80)[-1] == "at step 80 of 12 000"


def test_what_goes_on_unchanged_is_the_same_request_from_there() -> None:
    run = parent()
    point, voyage = Point(run="slow0", step=80), Voyage(run="slow0", step=80)
    asked = request_from(run, point, voyage)
    assert asked == replace(run.info.request, fork=Fork("slow0", 80))
    assert changes(run.info.request, asked) == ""
    knobs = replace(request("fast"), seed=9)
    forked = request_from(run, point, replace(voyage, keep_optimizer=False), knobs)
    assert forked.fork == Fork("slow0", 80, keep_optimizer=False)
    assert forked.seed == run.info.request.seed
    assert changes(run.info.request, forked) == "lr 0.01 → 0.1"


def test_the_track_has_a_tick_for_every_point_and_says_what_is_ahead() -> None:
    line = timeline(parent(), {})
    row = track(line, (1.0, 200.0), 40, UNICODE_SIGNS)
    assert len(row) == 40
    for step in (0, 40, 80, 120):
        assert row[column_of(step, (1.0, 200.0), 40)] == UNICODE_SIGNS.tick
    assert UNICODE_SIGNS.ahead in row[25:]
    assert UNICODE_SIGNS.ahead not in row[:23]
    fork = track(timeline(child(parent()), {}), (1.0, 200.0), 40, ASCII_SIGNS)
    assert fork[column_of(FORKED_AT, (1.0, 200.0), 40)] == "F"
    assert fork.isascii()
    shorter = track(line, (1.0, 400.0), 40, UNICODE_SIGNS)
    assert shorter.endswith("   ")


@given(
    steps=st.lists(st.integers(0, 10**6), max_size=60, unique=True),
    at=st.integers(0, 10**6),
    by=st.integers(-70, 70),
    columns=st.integers(1, 200),
)
def test_no_line_breaks_the_track(steps: list[int], at: int, by: int, columns: int) -> None:
    line = Timeline(
        run="r",
        name="run",
        marker="o",
        colour="#ffffff",
        points=tuple(Point(run="r", step=step) for step in sorted(steps)),
        first_step=0,
        newest=max(steps, default=0),
        steps=10**6,
        per_epoch=1000,
        marks=PLAN.marks,
    )
    assert len(track(line, (1.0, 1e6), columns, UNICODE_SIGNS)) == columns
    moved = line.moved(at, by)
    assert moved in steps or moved == at
    before = line.before(at)
    assert before is None or before.step <= at
    assert 0 <= column_of(at, (1.0, 1e6), columns) < columns


# Curves


def scene(*runs: LiveRun) -> Scene:
    """A lab with these runs on the plots."""
    order = [scenario.name for scenario in LESSON.lab.scenarios]
    return Scene(runs=runs, plans={}, order=order, guess=None, look=DEFAULT_LOOK)


def test_a_past_is_drawn_only_where_its_own_run_is_not() -> None:
    run = parent()
    fork = child(run)

    def loss(history: RunHistory) -> object:
        return history.loss

    assert past(scene(run, fork), fork, loss) == ()  # type: ignore[arg-type]
    (faint,) = past(scene(fork), fork, loss)  # type: ignore[arg-type]
    assert faint.faint
    assert faint.data.at(FORKED_AT) == run.history.loss.at(FORKED_AT)
    assert np.isnan(faint.data.at(FORKED_AT + 1))
    assert len(past(scene(child(fork)), child(fork), loss)) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("columns", [7, 50, 200])
def test_a_curve_that_was_cut_off_has_nothing_after_the_cut(columns: int) -> None:
    whole, cut = parent().history.loss, Until(parent().history.loss, 50)
    inside = cut.window(1, 201, columns)
    borders = np.linspace(1, 201, columns + 1)[:-1]
    assert np.isnan(inside.hi[borders > 50]).all()
    assert (np.diff(inside.edges) >= 0).all()
    same = borders <= 50
    np.testing.assert_array_equal(inside.hi[same], whole.window(1, 201, columns).hi[same])


# The bench


def test_forks_on_the_bench_know_their_parents_and_settle_nothing() -> None:
    bench = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    run = bench.add(info("a"))
    fork = bench.add(info("b", request(fork=Fork("a", 40))))
    assert fork.parent is run
    assert not fork.standard
    assert fork.label == "small steps, from step 40"
    orphan = bench.add(info("c", request(fork=Fork("gone", 40))))
    assert orphan.parent is None


def test_a_fork_of_an_earlier_visit_brings_its_past_along() -> None:
    bench = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    eldest = StoredRun(info=info("a"), rows=rows(1, 120), events=(started("a"),))
    began = replace(started("b"), first_step=80)
    fork = StoredRun(
        info=info("b", request(fork=Fork("a", 80))), rows=rows(81, 100, 0.5), events=(began,)
    )
    bench.restore(fork, None, (eldest,))
    (run,) = bench.runs
    assert run.at(60).loss == rows(1, 120)["loss"][59]
    other = replace(fork, info=info("c", request(fork=Fork("a", 80))))
    bench.restore(other, None, (eldest,))
    assert bench.runs[0].parent is run.parent  # or every fork would hold the whole past again
    bench.restore(eldest)
    assert bench.runs[0] is run.parent  # or the past would be drawn beside itself
    assert len(bench.runs) == 3
    again = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    again.restore(eldest)
    again.restore(fork)
    assert again.runs[0].parent is again.runs[1]
