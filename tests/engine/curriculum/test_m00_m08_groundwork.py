"""M00 Setup and groundwork: what the engine does for topic 00.1."""

from __future__ import annotations

from contextlib import closing

import pytest
from m00_m08 import on_digits

from engine import Experiment, train
from engine.client import Engine
from engine.events import Event, RunEnded
from engine.request import RunRequest


def smoke(threads: int) -> Experiment:
    """Some steps on digits, with so many torch threads."""
    return on_digits(steps=30, threads=threads)


@pytest.mark.parametrize("threads", [1, 2])
def test_00_1_a_smoke_training_tells_its_speed_for_each_number_of_threads(
    engine: Engine, threads: int
) -> None:
    """00.1 Install and verify."""
    request = RunRequest(
        recipe=f"{__name__}:smoke", parameters=(("threads", threads),), device="cpu"
    )
    events: list[Event] = []
    with closing(engine.start(request)) as session:
        while not any(isinstance(event, RunEnded) for event in events):
            session.wait(10)
            events += session.poll().events
    (ended,) = (event for event in events if isinstance(event, RunEnded))
    assert ended.status == "finished", ended.problem
    assert ended.steps == 30
    assert ended.steps_per_second > 0


def test_00_1_every_run_says_how_it_ended() -> None:
    """00.1 The smoke training in the caller's own process."""
    *_, ended = train(smoke(1), device="cpu")
    assert isinstance(ended, RunEnded)
    assert ended.status == "finished"
