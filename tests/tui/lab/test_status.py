"""The lab in words."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from lab_samples import PLAN, live, rows, started

from engine.events import Paused, RunEnded
from tui.figures import number
from tui.lab import status


def test_numbers_have_four_digits_and_say_when_they_are_none() -> None:
    assert number(0.123456) == "0.1235"
    assert number(1e-7) == "1e-07"
    assert [number(value) for value in (math.nan, math.inf, -math.inf)] == [
        "nan",
        "inf",
        "-inf",
    ]


def test_before_anything_runs() -> None:
    assert status.state(None, waiting=0, pace=None) == "○ ready"


def test_a_run_without_its_first_event_is_starting() -> None:
    run = live(steps=0)
    run.started = None
    assert status.state(run, waiting=0, pace=None) == "◌ starting"


def test_a_run_under_way_tells_step_epoch_speed_and_time_left() -> None:
    run = live(steps=100)
    words = status.state(run, waiting=2, pace=None).split("  ")
    assert words == [
        "● training",
        "step 100/200",
        "epoch 5/10",
        "1 000 steps/s",
        "0:01 left",
        "cpu",
        "2 to follow",
    ]


def test_a_slowed_run_counts_the_time_left_at_its_pace() -> None:
    run = live(steps=100)
    words = status.state(run, waiting=0, pace=2.0)
    assert "1 000 steps/s  shown at 2/s" in words
    assert "0:50 left" in words


def test_time_left_carries_into_minutes() -> None:
    run = live(steps=100)
    for pace, left in ((1.0, "1:40 left"), (100 / 59.5, "1:00 left"), (100 / 60, "1:00 left")):
        assert left in status.state(run, waiting=0, pace=pace)


def test_a_paused_run_has_no_speed() -> None:
    run = live(steps=100)
    run.take(None, (Paused(step=100),))
    words = status.state(run, waiting=0, pace=None)
    assert words.startswith("‖ paused  step 100/200")
    assert "steps/s" not in words


def test_every_end_has_its_own_sign() -> None:
    signs = []
    for end in ("finished", "stopped", "diverged", "failed"):
        run = live(steps=10)
        run.take(None, (RunEnded(status=end, steps=10, seconds=0.01),))  # type: ignore[arg-type]
        words = status.state(run, waiting=0, pace=None)
        assert words[2:] == f"{end}  10 steps  1 000 steps/s"
        signs.append(words[0])
    assert len(set(signs)) == 4


def test_once_a_run_has_ended_the_one_to_follow_is_starting() -> None:
    run = live(steps=10)
    run.take(None, (RunEnded(status="finished", steps=10, seconds=0.01),))
    assert status.state(run, waiting=1, pace=None) == "◌ starting"
    assert status.state(run, waiting=3, pace=None) == "◌ starting  2 to follow"


def test_before_a_run_the_plan_is_told() -> None:
    assert status.before(None) == ""
    words = status.before(PLAN).split("   ")
    assert words == [
        "200 steps",
        "10 epochs",
        "batch 32",
        "82 parameters",
        "SGD, fused kernel",
        "cpu",
    ]
    bare = replace(PLAN, batch_size=0, steps_per_epoch=0)
    assert status.before(bare) == "200 steps   82 parameters   SGD, fused kernel   cpu"


@pytest.mark.parametrize("room", [20, 40, 52, 60, 80, 200])
def test_what_matters_least_gives_way_first(room: int) -> None:
    run = live()
    run.take(rows(1, 100), (started(steps=340),))
    words = status.state(run, waiting=2, pace=85.0, room=room)
    full = status.state(run, waiting=2, pace=85.0)
    assert len(words) <= max(room, len("● training  step 100/340"))
    assert words.startswith("● training  step 100/340")
    assert all(part in full.split("  ") for part in words.split("  "))
    if room >= 52:
        assert "steps/s" in words
        assert "left" in words
