"""The rarer events of a run on disk: JSON lines, appended by the worker, followed by readers."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from io import FileIO
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from engine import wire
from engine.events import Event

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


LOOKS = 10
"""How often a log that seems to be written is looked at: other programs look at it, too."""
_looking = threading.Lock()


class EventWriter:
    """Appends events. May be used from several threads."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._lock = threading.Lock()
        _hold(self._file)

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


def being_written(path: Path) -> bool:
    """Whether an `EventWriter` has this log open, in any process.

    The lock of a writer that was killed is gone with it. Where the system has no such locks, it
    does not let anybody move or remove a file that is open either.
    """
    if fcntl is None:
        return False
    try:
        with _looking, path.open("rb") as file:
            return all(_is_shared(fcntl, file) for _ in range(LOOKS))
    except OSError:
        return False


def _is_shared(system: ModuleType, file: BinaryIO) -> bool:
    """Whether others share its lock, as writers do. Somebody who looks has it for himself, and may
    be gone before the second question is asked."""
    try:
        system.flock(file, system.LOCK_EX | system.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        return False
    try:
        system.flock(file, system.LOCK_SH | system.LOCK_NB)
    except BlockingIOError:
        return False
    system.flock(file, system.LOCK_UN)
    return True


def _hold(file: FileIO) -> None:
    """Mark a file as open for writing; several writers may hold it."""
    if fcntl is not None:
        with contextlib.suppress(OSError):  # file systems without locks
            fcntl.flock(file, fcntl.LOCK_SH)
