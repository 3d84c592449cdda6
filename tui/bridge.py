"""The one place that knows both engine sessions and Textual messages."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from engine.commands import Command
from engine.errors import EngineError
from engine.events import Event, Problem
from engine.request import RunRequest
from engine.session import Session, Update
from tui.lockstep import Lockstep

if TYPE_CHECKING:
    from engine.client import Engine
    from engine.runfile import Rows
    from engine.runs import RunInfo

TICK = 0.1
"""Seconds between two looks at a run: what a screen can show and an eye can follow."""
PATIENCE = 5.0
"""Seconds that a run is given to end by itself, unless it is said how many."""
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
        self._session: Session | Lockstep | None = None
        self._given_up = threading.Event()
        self._patience = PATIENCE

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

    def make_together(self, requests: Sequence[RunRequest]) -> None:
        """Make these runs in lock-step. Blocks, as `make` does.

        Where the first waits before its first step, all do; they are steered as one.
        """
        self._given_up.clear()
        paused = requests[0].start_paused
        sessions: list[Session] = []
        try:
            for request in requests:
                session = self._engine.start(replace(request, start_paused=True))
                sessions.append(session)
        except EngineError as error:
            for session in sessions:
                session.close()
            self._target.post_message(RunsOver(error.problem))
            return
        together = Lockstep(sessions, paused=paused)
        with self._lock:
            self._session = together
        for session in sessions:
            self._target.post_message(RunBegan(session.info))
        if self._given_up.is_set():
            together.stop(self._patience)
        for session, update in together.updates():
            self._tell(session, update)
        with self._lock:
            self._session = None
        self._target.post_message(RunsOver())

    def send(self, command: Command) -> None:
        """Ask something of the runs that are under way. Callable from any thread."""
        with self._lock:
            if self._session is not None:
                self._session.send(command)

    def give_up(self, patience: float = PATIENCE) -> None:
        """Stop the run that is under way and begin no other.

        One that has not ended by itself within so many seconds is ended by force.
        """
        self._patience = patience
        self._given_up.set()
        with self._lock:
            if self._session is not None:
                self._session.stop(patience)

    def _tell(self, session: Session, update: Update) -> bool:
        """Post what is new; returns whether there are new steps."""
        rows = update.rows if update.rows is not None and len(update.rows) else None
        if rows is not None or update.events:
            run = session.info.run
            self._target.post_message(RunAdvanced(run, rows, update.events))
        return rows is not None

    def _follow(self, session: Session) -> None:
        with self._lock:
            self._session = session
        self._target.post_message(RunBegan(session.info))
        if self._given_up.is_set():
            session.stop(self._patience)
        seen_rows = False
        while session.ended is None:
            session.wait(TICK if seen_rows else FIRST_TICK)
            seen_rows = self._tell(session, session.poll()) or seen_rows
        with self._lock:
            self._session = None
