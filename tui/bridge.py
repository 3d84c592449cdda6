"""The one place that knows both engine sessions and Textual messages."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from engine.commands import Command, Stop
from engine.errors import EngineError
from engine.events import Event, Problem
from engine.request import RunRequest
from engine.session import Session

if TYPE_CHECKING:
    from engine.client import Engine
    from engine.runfile import Rows
    from engine.runs import RunInfo

TICK = 0.1
"""Seconds between two looks at a run: what a screen can show and an eye can follow."""
FIRST_TICK = 0.02
"""The same until the first record is there."""


class RunBegan(Message):
    """A worker has been set to a run."""

    def __init__(self, info: RunInfo) -> None:
        super().__init__()
        self.info = info


class RunAdvanced(Message):
    """What a run has recorded since the last message."""

    def __init__(self, run: str, rows: Rows | None, events: tuple[Event, ...]) -> None:
        super().__init__()
        self.run = run
        self.rows = rows
        self.events = events


class RunsOver(Message):
    """All runs that were asked for have ended, or the rest was given up."""

    def __init__(self, problem: Problem | None = None) -> None:
        super().__init__()
        self.problem = problem
        """Why a run could not even begin."""


class Bridge:
    """Makes runs one after another, in a thread, and tells its target about them."""

    def __init__(self, engine: Engine, target: MessagePump) -> None:
        self._engine = engine
        self._target = target
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._given_up = threading.Event()

    def make(self, requests: Iterable[RunRequest]) -> None:
        """Make these runs. Blocks: call it in a thread worker, one at a time."""
        self._given_up.clear()
        problem: Problem | None = None
        for request in requests:
            if self._given_up.is_set():
                break
            try:
                session = self._engine.start(request)
            except EngineError as error:
                problem = error.problem
                break
            self._follow(session)
        self._target.post_message(RunsOver(problem))

    def send(self, command: Command) -> None:
        """Ask something of the run that is under way. Callable from any thread."""
        with self._lock:
            if self._session is not None:
                self._session.send(command)

    def give_up(self) -> None:
        """Stop the run that is under way and begin no other."""
        self._given_up.set()
        self.send(Stop())

    def _follow(self, session: Session) -> None:
        run = session.info.run
        with self._lock:
            self._session = session
        self._target.post_message(RunBegan(session.info))
        if self._given_up.is_set():
            session.send(Stop())
        seen_rows = False
        while session.ended is None:
            session.wait(TICK if seen_rows else FIRST_TICK)
            update = session.poll()
            rows = update.rows if update.rows is not None and len(update.rows) else None
            seen_rows = seen_rows or rows is not None
            if rows is not None or update.events:
                self._target.post_message(RunAdvanced(run, rows, update.events))
        with self._lock:
            self._session = None
