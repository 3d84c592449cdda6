"""The bridge: what it posts, in which order, and how it gives up."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from lab_samples import CHUNK, STEPS, PlayedEngine, request
from textual.message import Message

from engine.commands import Pause, Stop
from engine.errors import EngineError
from engine.events import RunEnded, RunStarted
from tui.bridge import Bridge, RunAdvanced, RunBegan, RunsOver


class Target:
    """Collects messages, and may react to one as a screen would."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.on_message: Any = lambda message: None

    def post_message(self, message: Message) -> bool:
        self.messages.append(message)
        self.on_message(message)
        return True

    def kinds(self) -> list[str]:
        return [type(message).__name__ for message in self.messages]

    def advanced(self, run: str) -> list[RunAdvanced]:
        every = [message for message in self.messages if isinstance(message, RunAdvanced)]
        return [message for message in every if message.run == run]


def made(tmp_path: Path, **more: Any) -> tuple[PlayedEngine, Target, Bridge]:
    engine, target = PlayedEngine(tmp_path, **more), Target()
    return engine, target, Bridge(engine, target)  # type: ignore[arg-type]


def test_every_step_and_event_arrives_once_and_in_order(tmp_path: Path) -> None:
    _, target, bridge = made(tmp_path)
    bridge.make([request("slow")])
    kinds = target.kinds()
    assert (kinds[0], kinds[-1]) == ("RunBegan", "RunsOver")
    assert set(kinds[1:-1]) == {"RunAdvanced"}
    steps = [int(step) for message in target.advanced("run0") for step in message.rows["step"]]
    assert steps == list(range(1, STEPS + 1))
    events = [event for message in target.advanced("run0") for event in message.events]
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunEnded)


def test_messages_are_few(tmp_path: Path) -> None:
    _, target, bridge = made(tmp_path)
    bridge.make([request("slow")])
    assert len(target.advanced("run0")) == STEPS // CHUNK


def test_runs_are_made_one_after_another(tmp_path: Path) -> None:
    engine, target, bridge = made(tmp_path)
    bridge.make([request("slow"), request("fast")])
    began = [m.info.request.name for m in target.messages if isinstance(m, RunBegan)]
    assert began == ["slow", "fast"]
    place = target.kinds().index("RunBegan", 1)
    ended = target.messages[place - 1]
    assert isinstance(ended, RunAdvanced)
    assert isinstance(ended.events[-1], RunEnded)
    assert target.kinds().count("RunsOver") == 1
    assert len(engine.sessions) == 2


def test_nothing_to_make_is_over_at_once(tmp_path: Path) -> None:
    _, target, bridge = made(tmp_path)
    bridge.make([])
    assert target.kinds() == ["RunsOver"]


def test_giving_up_stops_the_run_and_begins_no_other(tmp_path: Path) -> None:
    engine, target, bridge = made(tmp_path, hold_at=30)
    held = threading.Event()
    target.on_message = lambda message: held.set() if len(target.advanced("run0")) == 3 else None
    thread = threading.Thread(target=bridge.make, args=([request("slow"), request("fast")],))
    thread.start()
    assert held.wait(5)
    bridge.give_up()
    thread.join(5)
    assert not thread.is_alive()
    assert engine.sessions[0].sent == [Stop()]
    assert len(engine.sessions) == 1
    last = target.advanced("run0")[-1].events[-1]
    assert isinstance(last, RunEnded)
    assert (last.status, last.steps) == ("stopped", 30)
    assert target.kinds()[-1] == "RunsOver"


def test_giving_up_before_the_session_is_followed_still_stops_it(tmp_path: Path) -> None:
    engine, _, bridge = made(tmp_path, hold_at=30)
    start = engine.start

    def start_slowly(asked: Any) -> Any:
        bridge.give_up()
        return start(asked)

    engine.start = start_slowly  # type: ignore[method-assign]
    bridge.make([request("slow"), request("fast")])
    assert Stop() in engine.sessions[0].sent
    assert len(engine.sessions) == 1


def test_a_new_round_may_be_made_after_giving_up(tmp_path: Path) -> None:
    _, target, bridge = made(tmp_path)
    bridge.give_up()
    bridge.make([request("slow")])
    assert len(target.advanced("run0")) == STEPS // CHUNK


def test_commands_reach_only_the_run_under_way(tmp_path: Path) -> None:
    engine, _, bridge = made(tmp_path)
    bridge.send(Pause())
    bridge.make([request("slow")])
    bridge.send(Pause())
    assert engine.sessions[0].sent == []


def test_a_run_that_cannot_begin_says_why_and_ends_the_round(tmp_path: Path) -> None:
    engine, target, bridge = made(tmp_path)
    engine.refusal = EngineError("The run could not be stored", "No space.", "Free some.")
    bridge.make([request("slow"), request("fast")])
    assert target.kinds() == ["RunsOver"]
    over = target.messages[0]
    assert isinstance(over, RunsOver)
    assert over.problem == engine.refusal.problem
