"""What is said when something is the matter with a run, and where a change waits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lab_samples import live, rows, started

from engine.events import HyperparameterSet, Paused, Problem, Replanned, RunEnded, SnapshotTaken
from engine.failure import DISK_FULL, ended_by_force, explain, lost
from lessons.schema import Knob
from tui.lab import status
from tui.lab.epochs import Epochs
from tui.lab.knob_words import acts
from tui.lab.live_run import LiveRun
from tui.lab.trouble import trouble
from tui.symbols import ASCII, UNICODE

PENDING = Replanned(step=33, after=40, batch_size=64, steps=120, steps_per_epoch=10)
KEYS = {"run": "r", "log_pane": "g", "timeline": "b", "stop": "x"}


def said(run: LiveRun | None, **more: Any) -> str:
    row = trouble(
        run,
        **{"silent": 0.0, "stopping": False, "key": KEYS.__getitem__, "symbols": UNICODE, **more},
    )
    return "" if row is None else row.plain


def ended(run: LiveRun, status: Any, problem: Problem | None) -> LiveRun:
    run.take(None, (RunEnded(status=status, steps=run.history.step, seconds=0.1, problem=problem),))
    return run


def test_nothing_is_said_as_long_as_nothing_is_the_matter() -> None:
    assert said(None) == ""
    assert said(live(steps=20)) == ""
    for status_ in ("finished", "stopped"):
        assert said(ended(live(steps=20), status_, None)) == ""
    problem = Problem(title="It diverged", reason="The loss is none.", next_step="Lower the rate.")
    assert said(ended(live(steps=20), "diverged", problem)) == ""  # its plots say so


def test_a_lost_trainer_what_is_kept_and_which_keys_help() -> None:
    run = live(steps=20)
    run.take(None, (SnapshotTaken(step=10),))
    words = said(ended(run, "failed", lost(-9)))
    assert words.startswith("✗ The training process is gone. It was ended by signal 9 (SIGKILL).")
    assert "Its 20 steps are kept." in words
    assert words.endswith("r runs it again   g log   b goes back to a snapshot")
    assert "Run again" not in words  # the key says that
    early = said(ended(live(), "failed", lost(1)))
    assert "It had made no step." in early
    assert "snapshot" not in early


def test_what_helps_is_said_once_and_a_long_reason_leaves_room_for_it() -> None:
    problem = explain(ValueError("shapes do not match " * 20))
    words = said(ended(live(steps=20), "failed", problem))
    assert problem.next_step in words
    assert words.count("kept") == 1
    assert "…" in words
    assert len(words) <= 3 * 78
    full = said(ended(live(steps=20), "failed", DISK_FULL))
    assert "Free some space and run again." in full
    assert full.count("kept") == 1


def test_one_that_had_to_be_ended_says_so() -> None:
    words = said(ended(live(steps=20), "stopped", ended_by_force(2.0)))
    assert "ended by force" in words
    assert "did not stop within 2 s" in words


def test_a_silent_trainer_offers_to_end_it_and_one_that_is_ending_not_to_wait() -> None:
    run = live(steps=20)
    words = said(run, silent=8.2)
    assert "No sign of the trainer for 8 s." in words
    assert "x ends it, what it did is kept" in words
    assert "x does not wait" in said(run, silent=8.2, stopping=True)
    assert said(run, silent=8.2, symbols=ASCII)[0] == ASCII.started


def test_the_state_line_says_it_too() -> None:
    run = live(steps=20)
    assert status.state(run, waiting=0, pace=None, silent=8.2).startswith(
        "◌ no sign for 8 s  step 20/200"
    )
    run.started = None
    assert status.state(run, waiting=0, pace=None, silent=12) == "◌ starting  no sign for 12 s"


def test_a_batch_size_that_waits_is_shown_until_it_acts() -> None:
    run = live(steps=33)
    run.take(None, (PENDING,))
    assert said(run) == (
        "· batch size 64 from step 41 on, with the next epoch: 120 steps in all, 10 an epoch."
    )
    assert "step 33/120  epoch 2/10" in status.state(run, waiting=0, pace=None)
    run.take(rows(34, 41), (HyperparameterSet(step=40, name="batch_size", value=64.0),))
    assert said(run) == ""
    assert "step 41/120  epoch 3/10" in status.state(run, waiting=0, pace=None)


@pytest.mark.parametrize(
    ("step", "epoch"), [(0, 0), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3), (45, 3), (51, 4)]
)
def test_epochs_are_counted_in_their_own_lengths(step: int, epoch: int) -> None:
    turned_twice = (replace(PENDING, steps_per_epoch=3, steps=70), replace(PENDING, steps=80))
    epochs = Epochs.of(started(), turned_twice)
    assert epochs is not None
    assert epochs.before(step) == epoch
    assert epochs.planned == 2 + 4
    assert epochs.ends == (20, 40, 50, 60, 70, 80)
    assert Epochs.of(replace(started(), steps_per_epoch=0), ()) is None


LIVE = Knob(name="lr", kind="log", default=0.1, min=1e-4, max=1.0, live=True)
FIXED = Knob(name="hidden", kind="int", default=32, min=0, max=256)
BATCH = Knob(name="batch_size", kind="int", default=32, min=1, max=512, live=True)


def test_a_knob_says_when_a_turn_acts() -> None:
    run = live(steps=33)
    assert acts(LIVE, None, turned=False) == "during a run it acts at once"
    assert acts(BATCH, None, turned=False) == "during a run it acts with the next epoch"
    assert acts(FIXED, None, turned=True) == ""
    assert acts(LIVE, run, turned=False) == "acts at once"
    assert acts(FIXED, run, turned=False) == "acts in the next run"
    assert acts(FIXED, run, turned=True) == "waits for the next run: r"
    assert acts(BATCH, run, turned=True) == "acts with the next epoch"
    run.take(None, (PENDING, Paused(step=33)))
    assert acts(BATCH, run, turned=True) == "acts from step 41 on"
    assert acts(LIVE, run, turned=False) == "acts from step 34 on"
