"""The rarer events of a run on disk: JSON lines, appended by the worker, followed by readers."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

from engine import wire
from engine.events import Event


class EventWriter:
    """Appends events. May be used from several threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()

    def write(self, event: Event) -> None:
        """Append one line, in one system call, so that readers see it whole or not at all.

        Raises OSError where the disk is full.
        """
        line = wire.encode(event) + b"\n"
        with self._lock:
            if self._file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        """No more events."""
        self._file.close()


class EventReader:
    """Follows an event log. A line that was cut off or damaged is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def new_events(self) -> tuple[Event, ...]:
        """Events written since the last call; empty as long as there is no file."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return ()
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        events: list[Event] = []
        for line in whole.splitlines():
            try:
                events.append(wire.decode(line))
            except ValueError:
                continue
        return tuple(events)
