"""A run as the lab knows it."""

from __future__ import annotations

import numpy as np
import pytest
from lab_samples import info, live, path, rows, started, surface

from engine.events import (
    Evaluated,
    LogLine,
    Metric,
    NonFinite,
    Paused,
    Probed,
    Resumed,
    RunEnded,
)
from engine.observations import Array, Pictures, Surface
from engine.runs import StoredRun
from tui.lab.live_run import KEPT_LINES, LiveRun
from tui.lab.log import LogEntry
from tui.plots.palette import DEFAULT_LOOK, identity


def test_rows_are_numbers_of_the_history() -> None:
    run = live(steps=30)
    run.take(rows(31, 40), ())
    assert run.history.step == 40
    assert run.history.loss.values.tolist() == rows(1, 40)["loss"].tolist()


def test_events_are_noted_before_the_rows_that_come_with_them() -> None:
    run = LiveRun(info(), "small steps", identity(0, DEFAULT_LOOK), standard=True)
    run.take(rows(1, 5), (started(),))
    assert run.started == started()
    assert run.history.step == 5


def test_what_events_say() -> None:
    run = live(steps=20)
    metric = Metric(name="accuracy", value=0.9)
    run.take(
        None,
        (
            Evaluated(step=20, split="validation", loss=0.4, metrics=(metric,)),
            Probed(step=20, probe="surface", seen=surface()),
            Probed(step=20, probe="surface", seen=path(rows(1, 20))),
            NonFinite(step=21, what="loss", layer=""),
            LogLine(text="hello"),
            Paused(step=20),
        ),
    )
    assert run.history.at(20).evaluation == pytest.approx(0.4)
    assert run.metrics == (metric,)
    assert run.seen.look("surface", Surface) == surface()
    assert len(run.seen.trail) == 20
    assert run.broke is not None
    assert LogEntry("printed", "hello") in run.log
    assert run.paused
    run.take(None, (Resumed(step=20),))
    assert not run.paused


def test_an_end_also_ends_a_pause() -> None:
    run = live(steps=5)
    run.take(None, (Paused(step=5), RunEnded(status="stopped", steps=5, seconds=1.0)))
    assert not run.under_way
    assert not run.paused


def test_the_log_is_kept_within_bounds_and_never_without_its_end() -> None:
    run = live()
    run.take(None, tuple(LogLine(text=str(line)) for line in range(KEPT_LINES + 50)))
    assert len(run.log) == KEPT_LINES
    assert run.log[1] == LogEntry("printed", "0")
    run.take(None, (RunEnded(status="stopped", steps=5, seconds=1.0),))
    assert run.log[-1] == LogEntry("told", "stopped after 5 steps")


def test_speed_is_measured_over_training_time() -> None:
    run = live(steps=100)
    assert run.steps_per_second == pytest.approx(1000)
    slow = rows(101, 3000)
    slow["seconds"] = 0.1 + (slow["step"] - 100) / 100
    for begin in range(0, len(slow), 10):
        run.take(slow[begin : begin + 10], ())
    assert run.steps_per_second == pytest.approx(100)


def test_a_stored_run_comes_back_as_it_was() -> None:
    ended = RunEnded(status="finished", steps=50, seconds=0.05)
    stored = StoredRun(info=info(), rows=rows(1, 50), events=(started(), ended))
    run = LiveRun.restored(stored, "small steps", identity(0, DEFAULT_LOOK), standard=True)
    assert run.history.step == 50
    assert run.ended == ended
    assert run.scenario == "slow"


def test_pictures_are_known_by_the_probe_that_took_them() -> None:
    run = live()
    one, other = (
        Pictures(images=Array.of(images), captions=(), low=0.0, high=1.0, columns=0)
        for images in (np.zeros((1, 1, 2, 2)), np.ones((2, 1, 2, 2)))
    )
    run.take(None, (Probed(step=0, probe="images", seen=one),))
    run.take(None, (Probed(step=0, probe="kernels", seen=one),))
    run.take(None, (Probed(step=5, probe="kernels", seen=other),))
    assert run.seen.look("images", Pictures) == one
    assert run.seen.look("kernels", Pictures) == other
    assert run.seen.look("kernels", Pictures, 4) == one
    assert run.seen.has("kernels")
    assert not run.seen.has("augmented")


def test_the_gradients_of_its_layers_can_be_drawn_as_soon_as_there_is_a_step() -> None:
    run = LiveRun(info(), "small steps", identity(0, DEFAULT_LOOK), standard=True)
    assert not run.seen.has("layers")
    run.take(rows(1, 5), (started(),))
    assert run.seen.has("layers")
    assert run.seen.layers == started().layers
