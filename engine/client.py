"""The engine as another program sees it: starts runs, plans them, calls code that needs torch."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from engine import wire
from engine.errors import EngineError
from engine.events import Probed, Problem
from engine.failure import lost_call, not_started
from engine.jobs import CallJob
from engine.launcher import Launcher, Worker, launcher
from engine.request import RunRequest
from engine.runs import RunStore
from engine.session import Session
from engine.travel import Fork

if TYPE_CHECKING:
    from engine.plan import Plan
    from engine.study.parts import SlowMotion, TakenApart


class Engine:
    """Runs in processes of their own; this one never loads torch."""

    def __init__(self, runs: Path, workers: Launcher | None = None) -> None:
        self.runs = RunStore(runs)
        self._workers = workers or launcher()
        self._calls: list[Worker] = []  # under way
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load torch in the background; returns at once."""
        self._workers.warm()

    def start(self, request: RunRequest) -> Session:
        """Begin a run. Raises EngineError where it cannot be recorded."""
        return Session.start(request, self.runs, self._workers)

    def plan(self, request: RunRequest) -> Plan:
        """What the run is going to be. Blocks for some 50 ms; raises EngineError."""
        from engine.plan import Plan  # with every schedule there is, of no use to a home screen

        return msgspec.convert(self.call("engine.plan:plan", request), Plan, strict=False)

    def take_apart(self, request: RunRequest, show: SlowMotion) -> TakenApart:
        """Some updates of a run in their parts. Blocks as long as they take; raises EngineError."""
        from engine.study.parts import TakenApart  # half of the engine

        done = self.call("engine.study.slow_motion:take_apart", request, show, self.runs.root)
        return msgspec.convert(done, TakenApart, strict=False)

    def look_back(self, request: RunRequest, point: Fork) -> tuple[Probed, ...]:
        """What a run's probes see at a snapshot. Blocks for some 50 ms; raises EngineError."""
        lines = self.call("engine.study.look_back:look_back", request, point, self.runs.root)
        events = (wire.decode(line.encode()) for line in lines)
        return tuple(event for event in events if isinstance(event, Probed))

    def call(self, reference: str, *arguments: object) -> Any:
        """Call a function in a worker and wait. Raises EngineError where it raises."""
        try:
            worker = self._workers.take()
        except (OSError, EOFError) as error:
            raise not_started(error) from error
        with self._lock:
            self._calls.append(worker)
        try:
            worker.begin(CallJob(reference, arguments))
            answer = msgspec.json.decode(worker.connection.recv_bytes())
        except (EOFError, OSError) as error:
            worker.process.join(1.0)
            raise _as_error(lost_call(worker.process.exitcode)) from error
        finally:
            with self._lock:
                self._calls.remove(worker)
            worker.connection.close()
        if "problem" in answer:
            raise _as_error(msgspec.convert(answer["problem"], Problem))
        return answer["result"]

    def apart(self) -> Engine:
        """The same engine, whose calls can be ended without those of others."""
        return self.elsewhere(self.runs.root)

    def elsewhere(self, runs: Path) -> Engine:
        """The same workers, whose runs are kept in another folder. Its calls are its own."""
        return Engine(runs, self._workers)

    def end_calls(self) -> None:
        """End calls under way: whoever made one is told that its process is gone."""
        with self._lock:
            for worker in self._calls:
                worker.process.kill()

    def close(self) -> None:
        """End what waits in the background, and calls under way."""
        self.end_calls()
        self._workers.close()


def _as_error(problem: Problem) -> EngineError:
    return EngineError(problem.title, problem.reason, problem.next_step, problem.details)
