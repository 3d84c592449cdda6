"""Shuts the learner's process in: each layer by itself, and says which of them took hold."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lessons.checking.hook import forbid
from lessons.checking.limits import limit
from lessons.checking.reach import Reach

ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True, slots=True)
class Room:
    """What a learner's process is given."""

    folder: Path
    """Empty, its own, the only place that it may write to."""
    seconds: float
    memory_mb: int
    reach: Reach
    judge: int
    """Process that it ends with."""


def confine(channel: int, output: int, room: Room) -> tuple[str, ...]:
    """Shut this process in, for good. Gives the names of the layers that took hold."""
    layers = ["own folder"]
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):  # it leads a group already
            os.setsid()
        layers.append("own process group")
    _streams(channel, output)
    _surroundings(room.folder)
    _signals()
    layers += limit(room.seconds, room.memory_mb)
    if sys.platform == "linux":
        from lessons.checking.linux.shut import shut

        layers += shut(room.folder, room.reach, room.judge)
    forbid(room.folder, room.reach)
    return (*layers, "audit hook")


def _streams(channel: int, output: int) -> None:
    """Nothing to read, one pipe to write to, and nothing of what the parent had open."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    last = os.sysconf("SC_OPEN_MAX") if hasattr(os, "sysconf") else 1024
    os.closerange(3, channel)
    os.closerange(channel + 1, min(last, 1 << 20))


def _surroundings(folder: Path) -> None:
    os.environ.clear()
    own = {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE")}
    os.environ.update(ENVIRONMENT | own)
    tempfile.tempdir = str(folder)
    os.chdir(folder)


def _signals() -> None:
    """As they are in a fresh process; those that Python turns into exceptions stay so."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
