"""Nothing that watches or steers a run changes a single bit of it."""

from __future__ import annotations

import itertools
import random
import time
from typing import Any

import numpy as np
import pytest
import recipes
import torch
from recipes import losses, of

from engine import Experiment, probes, train
from engine.client import Engine
from engine.commands import Pause, Resume, SetPace, Step, StepEpoch
from engine.events import Event, Paused, Probed, StepEnded
from engine.request import RunRequest
from engine.runs import RunStore
from engine.steering import Steering


def experiment(**more: Any) -> Experiment:
    """One that draws random numbers at every step, and whenever somebody looks at it."""
    return recipes.moons(model="restless", steps=35, **more)


@pytest.fixture(scope="module")
def reference() -> list[float]:
    """The losses of a run that nobody watches."""
    return losses(train(experiment(), seed=5, device="cpu"))


def test_the_same_seed_gives_the_same_losses_and_another_seed_others(
    reference: list[float],
) -> None:
    assert losses(train(experiment(), seed=5, device="cpu")) == reference
    assert losses(train(experiment(), seed=6, device="cpu")) != reference


@pytest.mark.parametrize("every", [1, 3, 1000])
def test_evaluation_leaves_no_trace(reference: list[float], every: int) -> None:
    assert losses(train(experiment(evaluate_every=every), seed=5, device="cpu")) == reference


def test_probes_leave_no_trace(reference: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    from engine import looking

    monkeypatch.setattr(looking, "INTERVAL", 0.0)
    watched = experiment(probes=(probes.DecisionBoundary(), probes.ConfusionMatrix()))
    events = list(train(watched, seed=5, device="cpu"))
    assert len(of(Probed, events)) >= 4
    assert losses(events) == reference


def test_pauses_leave_no_trace(reference: list[float]) -> None:
    steering = Steering(start_paused=True)
    answers = itertools.cycle([Step(), StepEpoch(), Step(3), Resume()])
    events = []
    for event in train(experiment(probed=True), seed=5, device="cpu", steering=steering):
        events.append(event)
        if isinstance(event, Paused):
            torch.rand(7)
            steering.put(next(answers))
        if isinstance(event, StepEnded) and event.step in (20, 27):
            steering.put(Pause())
    assert len(of(Paused, events)) >= 5
    assert losses(events) == reference


def test_a_pace_leaves_no_trace(reference: list[float]) -> None:
    steering = Steering(steps_per_second=400)
    steering.put(SetPace(900))
    events = train(experiment(), seed=5, device="cpu", steering=steering)
    assert losses(events) == reference


def seed_the_caller() -> None:
    """The same start for every global generator there is."""
    torch.manual_seed(11)
    random.seed(11)
    np.random.seed(11)


def draws() -> tuple[float, float, float]:
    """What a caller's code may do between two events."""
    return torch.rand(()).item(), random.random(), float(np.random.rand())


def test_the_callers_random_numbers_and_the_runs_do_not_touch(reference: list[float]) -> None:
    seed_the_caller()
    seen: list[Event] = []
    drawn = []
    for event in train(experiment(), seed=5, device="cpu"):
        seen.append(event)
        drawn.append(draws())
    assert losses(seen) == reference
    seed_the_caller()
    assert drawn == [draws() for _ in seen]


def test_a_run_that_fails_or_is_closed_gives_the_random_numbers_back() -> None:
    torch.manual_seed(11)
    before = torch.get_rng_state()
    with pytest.raises(ArithmeticError):
        list(train(recipes.raises_at_step(3), device="cpu"))
    events = train(experiment(), device="cpu")
    list(itertools.islice(events, 5))
    events.close()  # type: ignore[attr-defined]
    assert torch.equal(torch.get_rng_state(), before)


def test_pulling_slowly_is_pulling_fast(reference: list[float]) -> None:
    seen = []
    for event in train(experiment(probed=True), seed=5, device="cpu"):
        time.sleep(0.002)
        seen.append(event)
    assert losses(seen) == reference


def test_two_runs_in_turns_do_not_influence_each_other(reference: list[float]) -> None:
    other = losses(train(experiment(), seed=6, device="cpu"))
    first = train(experiment(), seed=5, device="cpu")
    second = train(experiment(probed=True), seed=6, device="cpu")
    pairs = list(itertools.zip_longest(first, second))
    assert losses(event for event, _ in pairs) == reference
    assert losses(event for _, event in pairs) == other


def test_a_worker_gets_the_same_losses_bit_for_bit(engine: Engine, reference: list[float]) -> None:
    request = RunRequest(
        recipe="recipes:moons",
        parameters=(("steps", 35), ("model", "restless"), ("probed", True)),
        seed=5,
        device="cpu",
    )
    assert worker_losses(engine, request) == reference
    assert worker_losses(engine, request) == reference


def worker_losses(engine: Engine, request: RunRequest) -> list[float]:
    """The losses that a worker recorded."""
    session = engine.start(request)
    while session.ended is None:
        session.wait(0.2)
        session.poll()
    store: RunStore = engine.runs
    losses: list[float] = store.load(session.info.run).rows["loss"].tolist()
    return losses
