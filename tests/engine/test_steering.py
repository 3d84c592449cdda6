"""What each command does, and when."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import recipes
import torch
from recipes import of

from engine import Experiment, clipping, optim, schedules, train
from engine import steering as steering_module
from engine.commands import (
    Command,
    Pause,
    Resume,
    SetHyperparameter,
    SetPace,
    Step,
    StepEpoch,
    Stop,
)
from engine.events import (
    Evaluated,
    Event,
    HyperparameterRefused,
    HyperparameterSet,
    Paused,
    Resumed,
    RunEnded,
    RunStarted,
    StepEnded,
)
from engine.steering import Steering

Script = dict[int, list[Command]]
"""What is asked once so many steps have been made."""


def follow(
    script: Script,
    *answers: Command,
    steering: Steering | None = None,
    experiment: Experiment | None = None,
) -> list[Event]:
    """A run; at every pause the next answer is given, then Resume."""
    steering = steering or Steering()
    waiting = list(answers)
    events = []
    for event in train(experiment or recipes.moons(steps=30), device="cpu", steering=steering):
        events.append(event)
        if isinstance(event, StepEnded):
            for command in script.get(event.step, []):
                steering.put(command)
        if isinstance(event, Paused):
            steering.put(waiting.pop(0) if waiting else Resume())
    return events


def marks(events: list[Event]) -> list[tuple[str, int]]:
    """Pauses and resumptions, with their steps."""
    return [(type(e).__name__, e.step) for e in events if isinstance(e, (Paused, Resumed))]


def ended(events: list[Event]) -> RunEnded:
    """The last event."""
    last = events[-1]
    assert isinstance(last, RunEnded)
    return last


def test_pause_waits_after_the_step_that_is_under_way() -> None:
    events = follow({4: [Pause()]})
    assert marks(events) == [("Paused", 4), ("Resumed", 4)]
    assert len(of(StepEnded, events)) == 30


def test_a_run_may_begin_paused_and_is_started_all_the_same() -> None:
    events = follow({}, steering=Steering(start_paused=True))
    assert isinstance(events[0], RunStarted)
    assert marks(events) == [("Paused", 0), ("Resumed", 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_step_makes_so_many_updates_and_waits(count: int) -> None:
    events = follow({4: [Pause()]}, Step(count), Step(count))
    pauses = [step for name, step in marks(events) if name == "Paused"]
    assert pauses == [4, 4 + count, 4 + 2 * count]
    assert ("Resumed", 4) not in marks(events)


def test_step_while_running_waits_as_well() -> None:
    assert marks(follow({4: [Step(2)]})) == [("Paused", 6), ("Resumed", 6)]


def test_step_epoch_goes_to_the_next_boundary() -> None:
    events = follow({4: [Pause()]}, StepEpoch(), StepEpoch())
    assert [step for name, step in marks(events) if name == "Paused"] == [4, 10, 20]
    assert ("Paused", 20) in marks(follow({10: [StepEpoch()]}))


def test_without_data_an_epoch_is_a_step() -> None:
    events = follow({4: [Pause()]}, StepEpoch(), experiment=recipes.valley())
    assert [step for name, step in marks(events) if name == "Paused"] == [4, 5]
    assert ended(events).status == "finished"


def test_resume_without_a_pause_and_pause_with_a_resume_behind_it_do_nothing() -> None:
    assert marks(follow({2: [Resume()], 4: [Pause(), Resume()], 6: [Step(3), Resume()]})) == []


def test_a_pause_in_the_last_step_does_not_hold_the_end_up() -> None:
    events = follow({30: [Pause()]})
    assert marks(events) == []
    assert ended(events).status == "finished"


def test_stop_ends_the_run_and_keeps_what_it_recorded() -> None:
    events = follow({12: [Stop()]})
    assert (ended(events).status, ended(events).steps, ended(events).problem) == (
        "stopped",
        12,
        None,
    )
    assert [event.step for event in of(Evaluated, events)] == [10, 12]


def test_stop_ends_a_paused_run_too() -> None:
    events = follow({12: [Pause()]}, Stop())
    assert marks(events) == [("Paused", 12)]
    assert ended(events).status == "stopped"


def test_a_run_stopped_before_its_first_step_measures_nothing() -> None:
    steering = Steering()
    steering.put(Stop())
    events = follow({}, steering=steering)
    assert (ended(events).status, ended(events).steps) == ("stopped", 0)
    assert ended(events).steps_per_second == 0
    assert not of(Evaluated, events)


# Hyperparameters


def test_the_rate_that_is_set_is_the_one_the_schedule_multiplies() -> None:
    linear = schedules.Cosine()
    events = follow(
        {10: [SetHyperparameter("lr", 0.5)]}, experiment=recipes.moons(schedule=linear, steps=30)
    )
    horizon = schedules.Horizon(30, 10)
    assert of(HyperparameterSet, events) == [HyperparameterSet(step=10, name="lr", value=0.5)]
    assert [event.lr for event in of(StepEnded, events)] == [
        ((0.1 if step < 10 else 0.5) * linear.factor(step, horizon),) for step in range(30)
    ]


def test_a_change_before_the_first_step_is_the_same_as_starting_with_it() -> None:
    steering = Steering()
    steering.put(SetHyperparameter("momentum", 0.5))
    steering.put(SetHyperparameter("lr", 0.05))
    changed = follow({}, steering=steering)
    plain = follow({}, experiment=recipes.moons(lr=0.05, momentum=0.5, steps=30))
    assert recipes.losses(changed) == recipes.losses(plain)


@pytest.mark.parametrize(
    "make",
    [
        lambda: recipes.moons(steps=30),
        lambda: recipes.moons(
            optimizer=lambda ps: torch.optim.SGD(ps, lr=0.1, momentum=0.9), steps=30
        ),
    ],
    ids=["rule", "torch"],
)
def test_a_change_takes_part_from_the_next_step_and_is_said(make: Callable[[], Any]) -> None:
    plain = recipes.losses(follow({}, experiment=make()))
    events = follow({10: [SetHyperparameter("momentum", 0.1)]}, experiment=make())
    assert of(HyperparameterSet, events) == [HyperparameterSet(step=10, name="momentum", value=0.1)]
    changed = recipes.losses(events)
    assert changed[:11] == plain[:11]
    assert changed[11] != plain[11]


@pytest.mark.parametrize("name", ["clip", "dropout", "beta1", "params", "nesterov", "betas", ""])
def test_what_a_run_does_not_have_is_refused_in_words(name: str) -> None:
    for optimizer in (optim.SGD(0.1), lambda ps: torch.optim.RMSprop(ps, lr=0.1)):
        events = follow(
            {4: [SetHyperparameter(name, 0.5)]},
            experiment=recipes.moons(optimizer=optimizer, steps=10),
        )
        assert not of(HyperparameterSet, events)
        (refused,) = of(HyperparameterRefused, events)
        assert (refused.step, refused.name, refused.value) == (4, name, 0.5)
        assert refused.problem.title.startswith("This run has no")
        assert "lr" in refused.problem.next_step
        assert ended(events).status == "finished"
    assert recipes.losses(events) == recipes.losses(
        follow({}, experiment=recipes.moons(optimizer=optimizer, steps=10))
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lr", -0.1),
        ("lr", math.nan),
        ("momentum", math.inf),
        ("clip", 0.0),
        ("dropout", 1.5),
        ("batch_size", 0),
        ("batch_size", 2.5),
        ("batch_size", math.nan),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_in_words(name: str, value: float) -> None:
    kinds: dict[str, Any] = {"model": "dropping", "clip": clipping.ByNorm(1.0), "steps": 10}
    events = follow({4: [SetHyperparameter(name, value)]}, experiment=recipes.moons(**kinds))
    assert not of(HyperparameterSet, events)
    (refused,) = of(HyperparameterRefused, events)
    assert refused.problem.title.startswith(f"{name} cannot be")
    assert refused.problem.next_step
    plain = follow({}, experiment=recipes.moons(**kinds))
    assert recipes.losses(events) == recipes.losses(plain)


def test_a_clip_is_changed_in_kind() -> None:
    events = follow(
        {4: [SetHyperparameter("clip", 0.01)]},
        experiment=recipes.moons(clip=clipping.ByValue(1e9), steps=10),
    )
    components = 2 * 16 + 16 + 16 * 2 + 2
    applied = [event.applied_norm for event in of(StepEnded, events)]
    assert max(applied[4:]) <= 0.01 * components**0.5 < max(applied[:4])


def test_changes_are_obeyed_and_said_while_paused() -> None:
    steering = Steering(start_paused=True)
    events = []
    for event in train(recipes.moons(steps=3), device="cpu", steering=steering):
        events.append(event)
        if isinstance(event, Paused):
            steering.put(SetHyperparameter("lr", 0.5))
        if isinstance(event, HyperparameterSet):
            steering.put(Resume())
    said = [type(e) for e in events if isinstance(e, (Paused, HyperparameterSet, Resumed))]
    assert said == [Paused, HyperparameterSet, Resumed]
    assert [event.lr for event in of(StepEnded, events)] == [(0.5,)] * 3


# Time


class Timeless:
    """Time that passes only while somebody sleeps."""

    def __init__(self, asked: Callable[[float], None] = lambda _: None) -> None:
        self.now, self._asked = 0.0, asked

    def perf_counter(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self._asked(self.now)


def test_a_pace_is_kept_and_does_not_count_as_training(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Timeless()
    monkeypatch.setattr(steering_module, "time", clock)
    events = follow({}, steering=Steering(steps_per_second=100))
    assert clock.now == pytest.approx(29 * 0.01)
    assert ended(events).seconds == pytest.approx(0, abs=1e-9)


def test_a_new_pace_holds_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Timeless()
    monkeypatch.setattr(steering_module, "time", clock)
    events = follow({1: [SetPace(1e6)]}, steering=Steering(steps_per_second=0.05))
    assert len(of(StepEnded, events)) == 30
    assert clock.now < 0.1  # a step at the old pace takes 20 s


def test_a_command_is_obeyed_long_before_a_slow_step_is_due() -> None:
    steering = Steering(steps_per_second=0.01)
    timer = threading.Timer(0.1, steering.put, (Stop(),))
    timer.start()
    began = time.perf_counter()
    events = follow({}, steering=steering)
    assert time.perf_counter() - began < 5
    assert ended(events).status == "stopped"


def test_what_is_asked_while_a_slow_step_is_awaited_does_not_bring_it_forward(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or every click of a knob would make a step at once, and a debt of time for later."""
    steering = Steering(steps_per_second=1.0)
    clicks = [3.2, 3.4, 3.6]

    def asked(now: float) -> None:
        if clicks and now >= clicks[0]:
            steering.put(SetHyperparameter("lr", clicks.pop(0)))

    clock = Timeless(asked)
    monkeypatch.setattr(steering_module, "time", clock)
    made: list[float] = []
    run = train(recipes.moons(steps=8), device="cpu", steering=steering)
    events = []
    for event in run:
        events.append(event)
        if isinstance(event, StepEnded):
            made.append(clock.now)
    assert not clicks
    assert [change.step for change in of(HyperparameterSet, events)] == [4, 4, 4]
    assert [later - earlier for earlier, later in pairwise(made)] == [pytest.approx(1, abs=0.1)] * 7


def test_a_pause_does_not_count_as_training() -> None:
    steering = Steering()
    steering.put(Pause())
    began = time.perf_counter()
    events = []
    for event in train(recipes.moons(steps=5), device="cpu", steering=steering):
        events.append(event)
        if isinstance(event, Paused):
            threading.Timer(0.3, steering.put, (Resume(),)).start()
    elapsed = time.perf_counter() - began
    assert [event.step for event in of(Paused, events)] == [0]
    assert ended(events).seconds < elapsed - 0.29
