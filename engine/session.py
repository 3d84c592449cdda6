"""The client of one run: follows its record, sends commands, survives its worker's death."""

from __future__ import annotations

import contextlib
import math
import multiprocessing.connection
import select
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import wire
from engine.commands import Command, Stop
from engine.eventlog import EventReader, EventWriter
from engine.events import Event, RunEnded, RunStarted
from engine.failure import ended_by_force, lost, not_started
from engine.jobs import TrainJob
from engine.launcher import Launcher
from engine.request import RunRequest
from engine.runfile import RunReader
from engine.runs import EVENTS, STEPS, RunInfo, RunStore

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from engine.runfile import Rows

GRACE = 2.0
"""Seconds that a worker is given to end by itself."""
LAST_MOMENT = 0.6
"""Seconds from a worker's closed connection to its exit status: on a busy machine this takes time,
and a worker that only hangs up has to be known of within one."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a run has recorded since the last look."""

    rows: Rows | None
    """New steps, oldest first; None as long as there are none on disk."""
    events: tuple[Event, ...]
    """Rarer events, in order. `RunEnded` is the last one of a run."""


class Session:
    """One run under way. Used by one thread, but `send` by any."""

    def __init__(self, info: RunInfo, store: RunStore, launcher: Launcher) -> None:
        self.info = info
        self.ended: RunEnded | None = None
        folder = store.folder(info.run)
        self._events_path = folder / EVENTS
        self._steps = RunReader(folder / STEPS)
        self._events = EventReader(self._events_path)
        self._sending = threading.Lock()
        self._seconds = 0.0
        self._started = False
        self._patience: float | None = None
        self._force_at = math.inf
        self._first = self._recorded = 0
        self._worker = launcher.take()
        self._worker.begin(TrainJob(info.run, info.request, folder))

    @classmethod
    def start(cls, request: RunRequest, store: RunStore, launcher: Launcher) -> Session:
        """Make the run's folder and set a worker to it. Raises EngineError where it cannot."""
        info = store.create(request)
        try:
            return cls(info, store, launcher)
        except (OSError, EOFError) as error:
            store.delete(info.run)
            raise not_started(error) from error

    def send(self, command: Command) -> None:
        """Ask for something. A run that has ended does not mind, and nobody waits for one that is
        stuck: what it has no room for is not asked."""
        connection = self._worker.connection
        with self._sending, contextlib.suppress(OSError):
            if _has_room(connection):
                connection.send(command)

    def stop(self, patience: float) -> None:
        """End the run: by itself, or by force where it has not within so many seconds.

        `poll` keeps the time.
        """
        if self._patience is None:
            self.send(Stop())
            self._patience, self._force_at = patience, math.inf
        self._patience = min(self._patience, patience)
        self._force_at = min(self._force_at, time.monotonic() + patience)

    def wait(self, timeout: float) -> None:
        """Return after `timeout` seconds, or at once when the worker is gone."""
        multiprocessing.connection.wait(
            [self._worker.connection, self._worker.process.sentinel], timeout
        )

    def poll(self) -> Update:
        """What is new. Waits for nothing but a worker that is about to end, and then briefly.

        Sets `ended` once the run is over.
        """
        if self.ended is not None:
            return Update(None, ())
        forced = time.monotonic() >= self._force_at
        if forced:
            self._worker.process.kill()  # also one that stands still
            self._worker.process.join(GRACE)
        gone = forced or self._gone()
        exitcode = self._see_off() if gone else None
        # Events first: whatever they speak of is then among the rows.
        events = self._events.new_events()
        for event in events:
            if isinstance(event, RunStarted):
                self._started, self._first = True, event.first_step
        rows = self._steps.new_rows() if self._started else None
        if rows is not None and len(rows):
            self._recorded += len(rows)
            self._seconds = float(rows["seconds"][-1])
        self.ended = next((event for event in events if isinstance(event, RunEnded)), None)
        if self.ended is None and gone:
            self.ended = self._lost(exitcode, forced=forced)
            events = (*events, self.ended)
        if self.ended is not None:
            self._finish()
        return Update(rows, events)

    def close(self) -> None:
        """Stop the run and wait for its end; kill it where it does not come."""
        self.stop(GRACE)
        while self.ended is None:
            self.wait(0.05)
            self.poll()

    def _gone(self) -> bool:
        """A worker at work sends nothing: a readable connection is closed, or has its last word."""
        return not self._worker.process.is_alive() or self._worker.connection.poll()

    def _see_off(self) -> int | None:
        """The exit status of a worker that is gone; None for one that had to be ended.

        Nothing is recorded after this, so that the next look is the last one.
        """
        process = self._worker.process
        process.join(LAST_MOMENT)
        exitcode = process.exitcode
        if exitcode is None:
            process.kill()
            process.join(GRACE)
        return exitcode

    def _last_word(self) -> RunEnded | None:
        """What a worker said that could not write its end to the disk."""
        connection = self._worker.connection
        with contextlib.suppress(OSError, EOFError, ValueError):
            if connection.poll():
                said = wire.decode(connection.recv_bytes())
                return said if isinstance(said, RunEnded) else None
        return None

    def _lost(self, exitcode: int | None, *, forced: bool) -> RunEnded:
        ended = self._last_word() or RunEnded(
            status="stopped" if forced else "failed",
            steps=self._first + self._recorded,
            first_step=self._first,
            seconds=self._seconds,
            problem=ended_by_force(self._patience or 0.0) if forced else lost(exitcode),
        )
        with contextlib.suppress(OSError):  # a full disk must not take the app down as well
            log = EventWriter(self._events_path)
            log.write(ended)
            log.close()
        return ended

    def _finish(self) -> None:
        self._steps.close()
        with self._sending:  # a connection that closes under a sender raises what nobody expects
            self._worker.connection.close()
        self._worker.process.join(GRACE)


def _has_room(connection: Connection) -> bool:
    """Whether a command can be sent without waiting for the worker to read older ones."""
    if sys.platform == "win32":  # no pipe can be asked there
        return True
    room = select.poll()
    room.register(connection, select.POLLOUT)
    return bool(room.poll(0))
