"""The judge's hold on the learner's process: its limits while it runs, its end in any case."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import sys
import time
from pathlib import Path

from lessons.checking.begin import Begun, begun
from lessons.checking.channel import Channel
from lessons.checking.confine import Room
from lessons.checking.messages import Reply
from lessons.checking.printed import Printed
from lessons.checking.usage import MOST_THREADS, shared_mb, threads_of
from lessons.checking.verdict import Limit

LARGEST_FOLDER = 256 * 1024 * 1024
MOST_ENTRIES = 5000
LOOKS = 0.2
"""Seconds between two looks at what it writes."""
PATIENCE = 2.0
"""Seconds until a process that was killed has to be gone."""


class OverLimit(BaseException):
    """A limit was passed. No Exception: a `check.py` must not take it for one of its own."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit


class Custody:
    """One learner's process from its start to its certain end."""

    def __init__(self, room: Room) -> None:
        _adopt()
        self._others = frozenset(_children())
        """Children of this process that are none of ours."""
        self._room = room
        self._begun: Begun = begun(room)
        self._printed = Printed(self._begun.output)
        self._deadline = float("inf")
        self._looked = 0.0
        self.channel: Channel[Reply] = Channel(self._begun.end, Reply, self._watch)
        self.status: int | None = None
        """How it ended, as `os.waitstatus_to_exitcode` has it; -9 where it was ended."""

    def begin(self) -> None:
        """From now on its time is counted."""
        self._deadline = time.monotonic() + self._room.seconds

    def end(self) -> str:
        """End it and whatever came of it. Gives what it printed."""
        self.channel.close()
        own = self._reaped(0.0)
        if own is None:
            self._kill()
            own = self._reaped(PATIENCE)
        else:
            _kill_group(self._begun.pid)
        self.status = own
        _end_strays(self._others, PATIENCE)
        return self._printed.end()

    def settled(self, patience: float = 0.5) -> int | None:
        """How it ended by itself; None where it goes on."""
        if self.status is None:
            self.status = self._reaped(patience)
        return self.status

    def check(self) -> None:
        """Raise OverLimit where a limit is passed."""
        self._looked = 0.0
        self._watch()

    def _watch(self) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise OverLimit("time")
        if self._printed.flooded:
            raise OverLimit("output")
        if now - self._looked > LOOKS:
            self._looked = now
            if _too_much(self._room.folder):
                raise OverLimit("file size")
            if threads_of(self._begun.pid) > MOST_THREADS:
                raise OverLimit("processes")
            if shared_mb(self._begun.pid) > self._room.memory_mb:
                raise OverLimit("memory")

    def _kill(self) -> None:
        _kill_group(self._begun.pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._begun.started is not None:
                self._begun.started.kill()
            else:
                os.kill(self._begun.pid, signal.SIGKILL)

    def _reaped(self, patience: float) -> int | None:
        if self.status is not None:
            return self.status
        until = time.monotonic() + patience
        while True:
            status = self._ended()
            if status is not None or time.monotonic() >= until:
                return status
            time.sleep(0.001)

    def _ended(self) -> int | None:
        if self._begun.started is not None:
            return self._begun.started.poll()
        try:
            pid, status = os.waitpid(self._begun.pid, os.WNOHANG)
        except ChildProcessError:
            return -signal.SIGKILL
        return os.waitstatus_to_exitcode(status) if pid else None


def _adopt() -> None:
    """Orphans of what is started here become children of this process, wherever they hide."""
    if sys.platform == "linux":
        from lessons.checking.linux.kernel import adopt_orphans

        adopt_orphans()


def _kill_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _end_strays(others: frozenset[int], patience: float) -> None:
    """Kill and reap what is left: on Linux this process has become the parent of every orphan."""
    until = time.monotonic() + patience
    while time.monotonic() < until and (strays := set(_children()) - others):
        for stray in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(stray, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(stray, os.WNOHANG)
        time.sleep(0.001)


def _children() -> list[int]:
    """Processes whose parent this one is; none where there is no `/proc`."""
    found = []
    try:
        for task in Path("/proc/self/task").iterdir():
            found += [int(pid) for pid in (task / "children").read_text().split()]
    except (OSError, ValueError):
        return []
    return found


def _too_much(folder: Path) -> bool:
    """Whether more lies in the folder than is put up with."""
    size = entries = 0
    left = [str(folder)]
    while left:
        try:
            with os.scandir(left.pop()) as inside:
                for entry in inside:
                    entries += 1
                    found = entry.stat(follow_symlinks=False)
                    size += found.st_blocks * 512 if hasattr(found, "st_blocks") else found.st_size
                    if size > LARGEST_FOLDER or entries > MOST_ENTRIES:
                        return True
                    if stat.S_ISDIR(found.st_mode):
                        left.append(entry.path)
        except OSError:
            continue
    return False
