"""What a run is said to do."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import live, rows, started

from engine.events import Evaluated, LogLine, NonFinite, Paused, Problem, RunEnded, SnapshotTaken
from tui.lab.narration import compared, happened, narrated


def test_a_sentence_says_what_the_plots_show() -> None:
    run = live(steps=100)
    run.take(None, (Evaluated(step=100, split="validation", loss=0.81),))
    said = narrated(run, 50)
    assert said.startswith("step 100 of 200: loss ")
    assert "down 39 % since 50" in said
    assert "LR falling, 0.005" in said
    assert "gradient norm falling" in said
    assert said.endswith("validation loss 0.81")


def test_an_earlier_step_can_be_spoken_of() -> None:
    run = live(steps=100)
    assert narrated(run, 10, 30).startswith("step 30 of 200: loss ")
    assert "LR steady, 0.01" in narrated(run, 10, 30)


def test_what_is_no_number_is_said_to_be_none() -> None:
    run = live(steps=20)
    broken = rows(21, 22)
    broken["loss"] = math.nan
    broken["grad_norm"] = math.inf
    run.take(broken, (NonFinite(step=21, what="loss", layer="linear1"),))
    said = narrated(run, 10)
    assert "no longer a number" in said
    assert "gradient norm no longer a number" in said


def test_clipping_and_pauses_are_said() -> None:
    run = live(steps=30)
    run.take(None, (Paused(step=30),))
    said = narrated(run, 10)
    assert "clipped to 2" in said
    assert said.endswith("paused")


def test_a_run_without_a_step_has_nothing_to_compare() -> None:
    assert narrated(live(), 0, name="small steps") == "small steps, no step made yet"


def test_the_past_of_a_fork_is_its_parents() -> None:
    parent = live(steps=100)
    fork = live(steps=0)
    fork.take(rows(101, 106), ())
    fork.started, fork.parent = replace(started(), first_step=100), parent
    said = narrated(fork, 50)
    assert said.startswith("step 106 of 200: loss ")
    assert "since 50" in said
    assert narrated(fork, 30, 60) == narrated(parent, 30, 60)


@given(
    losses=st.lists(
        st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=1, max_size=40
    ),
    since=st.integers(min_value=-1, max_value=60),
)
def test_no_numbers_make_it_stumble(losses: list[float], since: int) -> None:
    run = live()
    made = rows(1, len(losses))
    made["loss"] = np.array(losses, dtype=np.float32)
    made["grad_norm"] = np.array(losses[::-1], dtype=np.float32)
    run.take(made, ())
    said = narrated(run, since)
    assert said.startswith(f"step {len(losses)} of 200: loss ")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (LogLine(text="hello"), "the lab's code says: hello"),
        (NonFinite(step=4, what="loss", layer="a"), "step 4: the loss is no longer a number"),
        (RunEnded(status="finished", steps=9, seconds=0.25), "finished after 9 steps in 0.2"),
    ],
)
def test_events_in_words(event: object, said: str) -> None:
    assert (happened(event) or "").startswith(said)  # type: ignore[arg-type]


def test_what_comes_often_is_not_said() -> None:
    assert happened(SnapshotTaken(step=10)) is None
    assert happened(started()) is None


def test_a_failure_says_what_to_do() -> None:
    problem = Problem(title="It broke", reason="A reason.", next_step="Do this.")
    ended = RunEnded(status="failed", steps=3, seconds=1.0, problem=problem)
    assert happened(ended, of="plain") == (
        "plain, failed after 3 steps in 1.0 seconds. It broke: A reason. Do this."
    )


def test_runs_are_compared_lowest_first() -> None:
    slow, fast = live(steps=50), live("fast", 1)
    fast.take(replace_loss(rows(1, 50), 0.01), ())
    said = compared([slow, fast])
    assert said.index("large steps 0.01") < said.index("small steps")
    assert compared([slow]) == ""


def replace_loss(made: np.ndarray, loss: float) -> np.ndarray:  # type: ignore[type-arg]
    made["loss"] = loss
    return made


def test_a_longer_plan_is_named() -> None:
    run = live(steps=5)
    run.started = replace(started(), steps=900)
    assert "of 900" in narrated(run, 1)
