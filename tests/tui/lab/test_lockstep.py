"""Runs in lock-step: level whenever they rest, steered as one, over one by one."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from lab_samples import EPOCH, STEPS, PlayedEngine, PlayedSession, info, request

from engine.client import Engine
from engine.commands import Pause, Resume, SetHyperparameter, SetPace, Step, StepEpoch, Stop
from engine.errors import EngineError
from engine.events import HyperparameterSet, Paused, Resumed, RunEnded
from tui.bridge import Bridge, RunAdvanced, RunBegan, RunsOver
from tui.lockstep import Lockstep


def session(name: str, hold_at: int | None = None) -> PlayedSession:
    asked = replace(request("slow"), start_paused=True)
    return PlayedSession(info(name, asked), hold_at)


class Watch:
    """Follows runs in lock-step, and does something when they have come to a step."""

    def __init__(self, *sessions: PlayedSession, paused: bool = False) -> None:
        self.together = Lockstep(sessions, paused=paused)  # type: ignore[arg-type]
        self.made = {one.info.run: 0 for one in sessions}
        self.apart: list[int] = []
        self.events: list[tuple[str, Any]] = []
        self.then: dict[int, Any] = {}

    def go(self) -> None:
        for one, update in self.together.updates():
            run = one.info.run
            self.events += [(run, event) for event in update.events]
            if update.rows is not None and len(update.rows):
                self.made[run] = int(update.rows["step"][-1])
                self.apart.append(max(self.made.values()) - min(self.made.values()))
            for event in update.events:
                if isinstance(event, Paused) and (asked := self.then.pop(event.step, None)):
                    for command in asked:
                        self.together.send(command)

    def paused_at(self, run: str) -> list[int]:
        own = [event for one, event in self.events if one == run]
        return [event.step for event in own if isinstance(event, Paused)]


def test_both_come_to_their_ends_and_neither_is_far_ahead() -> None:
    watch = Watch(session("a"), session("b"))
    watch.go()
    assert watch.made == {"a": STEPS, "b": STEPS}
    ends = [run for run, event in watch.events if isinstance(event, RunEnded)]
    assert sorted(ends) == ["a", "b"]
    # Rounds double while they are quick, and are never longer than what is left.
    assert max(watch.apart) < STEPS
    assert not any(isinstance(event, Paused | Resumed) for _, event in watch.events)


def test_one_step_an_epoch_and_on_are_made_by_both() -> None:
    watch = Watch(session("a"), session("b"), paused=True)
    watch.then = {0: [Step()], 1: [Step(4)], 5: [StepEpoch()], EPOCH: [Resume()]}
    watch.go()
    assert watch.paused_at("a") == watch.paused_at("b") == [0, 1, 5, EPOCH]
    resumed = [run for run, event in watch.events if isinstance(event, Resumed)]
    assert resumed == ["a", "b"]
    assert watch.made == {"a": STEPS, "b": STEPS}


def test_a_change_acts_on_the_same_step_of_both() -> None:
    watch = Watch(session("a"), session("b"), paused=True)
    watch.then = {0: [Step(7)], 7: [SetHyperparameter("lr", 0.5), SetPace(None), Resume()]}
    watch.go()
    changes = [(run, e.step) for run, e in watch.events if isinstance(e, HyperparameterSet)]
    assert changes == [("a", 7), ("b", 7)]


def test_a_pause_in_the_middle_of_a_round_leaves_both_level() -> None:
    quick, slow = session("a"), session("b", hold_at=30)
    watch = Watch(quick, slow)
    thread = threading.Thread(target=watch.go)
    thread.start()
    while watch.made["b"] < 30:
        assert thread.is_alive()
    watch.together.send(Pause())
    slow.hold_at = None
    while not watch.paused_at("b"):
        assert thread.is_alive()
    assert watch.paused_at("a") == watch.paused_at("b") == [watch.made["a"]]
    assert watch.made["a"] == watch.made["b"]
    watch.together.send(Resume())
    thread.join(10)
    assert watch.made == {"a": STEPS, "b": STEPS}


def test_where_one_is_over_the_other_goes_on() -> None:
    first, second = session("a"), session("b")
    watch = Watch(first, second, paused=True)
    watch.then = {0: [Step(10)]}
    thread = threading.Thread(target=watch.go)
    thread.start()
    while 10 not in watch.paused_at("b"):
        assert thread.is_alive()
    first.send(Stop())
    watch.together.send(Resume())
    thread.join(10)
    assert not thread.is_alive()
    assert watch.made == {"a": 10, "b": STEPS}


def test_stop_ends_both_wherever_they_are(tmp_path: Path) -> None:
    for paused, hold_at in ((True, None), (False, 30)):
        sessions = session("a", hold_at), session("b", hold_at)
        watch = Watch(*sessions, paused=paused)
        thread = threading.Thread(target=watch.go)
        thread.start()
        while min(watch.made.values()) < (hold_at or 0):
            assert thread.is_alive()
        watch.together.send(Stop())
        thread.join(10)
        assert not thread.is_alive()
        assert [one.ended.status for one in sessions if one.ended] == ["stopped", "stopped"]


class Target:
    """Collects messages."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.then: Any = lambda message: None

    def post_message(self, message: Any) -> bool:
        self.messages.append(message)
        self.then(message)
        return True


def test_the_bridge_tells_of_both_and_when_they_are_over(tmp_path: Path) -> None:
    engine, target = PlayedEngine(tmp_path), Target()
    bridge = Bridge(engine, target)  # type: ignore[arg-type]
    bridge.make_together([request("slow"), request("fast")])
    began = [m.info.request.name for m in target.messages if isinstance(m, RunBegan)]
    assert began == ["slow", "fast"]
    assert isinstance(target.messages[-1], RunsOver)
    for run in ("run0", "run1"):
        told = [m for m in target.messages if isinstance(m, RunAdvanced) and m.run == run]
        steps = [int(step) for m in told if m.rows is not None for step in m.rows["step"]]
        assert steps == list(range(1, STEPS + 1))


def test_twins_of_which_one_cannot_begin_are_over_at_once(tmp_path: Path) -> None:
    engine, target = PlayedEngine(tmp_path), Target()
    engine.refusal = EngineError("The run could not be stored", "No space.", "Free some.")
    Bridge(engine, target).make_together([request("slow"), request("fast")])  # type: ignore[arg-type]
    (over,) = target.messages
    assert over.problem == engine.refusal.problem


def test_real_runs_in_lock_step_are_those_made_alone(tmp_path: Path) -> None:
    engine, target = Engine(tmp_path / "runs"), Target()
    bridge = Bridge(engine, target)  # type: ignore[arg-type]
    asked = [request("slow"), request("fast")]
    bridge.make(asked)
    target.messages.clear()

    def steer() -> None:
        """Pause, a step, a pace, and on."""
        for command in (Pause(), Step(3), SetPace(400.0), Pause(), SetPace(None), Resume()):
            bridge.send(command)

    began = threading.Event()
    target.then = lambda message: began.set() if isinstance(message, RunAdvanced) else None
    thread = threading.Thread(target=bridge.make_together, args=(asked,))
    thread.start()
    assert began.wait(60)
    steer()
    thread.join(60)
    assert not thread.is_alive()
    engine.close()
    made = list(engine.runs)
    assert [one.request.name for one in made] == ["slow", "fast", "slow", "fast"]
    losses = [engine.runs.load(one.run).rows["loss"].tolist() for one in made]
    assert losses[:2] == losses[2:]
    assert len(losses[2]) == STEPS
