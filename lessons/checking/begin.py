"""Starts the learner's process: forked from this one where that is safe, fresh elsewhere."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from lessons.checking.confine import ENVIRONMENT, Room
from lessons.checking.reach import reach


@dataclass(frozen=True, slots=True)
class Begun:
    """A learner's process, as the judge holds it."""

    pid: int
    end: socket.socket
    """The judge's end of the channel."""
    output: int
    """Where to read what it prints."""
    started: subprocess.Popen[bytes] | None = None
    """None for a forked one."""


def begun(room: Room) -> Begun:
    """Start one. A fork takes only the thread that asks for it: there must be no other one."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return _forked(room)
    return begun_fresh(room)


def _forked(room: Room) -> Begun:
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        from lessons.checking.child import serve

        serve(theirs, writing, room)
    theirs.close()
    os.close(writing)
    return Begun(pid, ours, reading)


def begun_fresh(room: Room) -> Begun:
    """Start one anew, which shares nothing with this one. It loads torch, which takes seconds."""
    ours, theirs = socket.socketpair()
    words = [str(room.folder), str(room.seconds), str(room.memory_mb), *room.reach.hidden]
    windows = sys.platform == "win32"
    number = "share" if windows else str(theirs.fileno())
    process = subprocess.Popen(
        [sys.executable, "-m", "lessons.checking.child", number, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
        pass_fds=() if windows else (theirs.fileno(),),
        start_new_session=not windows,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    if sys.platform == "win32":
        process.stdin.write(theirs.share(process.pid))
    process.stdin.close()
    theirs.close()
    output = os.dup(process.stdout.fileno())
    process.stdout.close()
    return Begun(process.pid, ours, output, process)


def _environment() -> dict[str, str]:
    """What an interpreter needs to find its modules, and no more."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    path = os.pathsep.join(part for part in sys.path if os.path.isdir(part))
    return ENVIRONMENT | kept | {"PYTHONPATH": path}


def begun_alone(arguments: list[str]) -> tuple[socket.socket, int, Room]:
    """What a fresh process was started with."""
    number, folder, seconds, memory, *hidden = arguments
    if sys.platform == "win32":
        end = socket.fromshare(sys.stdin.buffer.read())
    else:
        end = socket.socket(fileno=int(number))
    import engine.training  # noqa: F401 - loads torch before the doors are shut
    import lessons.checking.hook  # noqa: F401

    readable = reach(*map(Path, hidden))
    room = Room(Path(folder), float(seconds), int(memory), readable, os.getppid())
    return end, 1, room
