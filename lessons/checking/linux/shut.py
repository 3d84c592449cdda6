"""Shuts the process that calls it in, with what this kernel has."""

from __future__ import annotations

import contextlib
import ctypes
import os
from pathlib import Path

from lessons.checking.linux import kernel, landlock, seccomp
from lessons.checking.reach import Reach

NETWORK_AND_PROCESSES = "seccomp"
FILES = "landlock"


def shut(folder: Path, reach: Reach, judge: int) -> list[str]:
    """Every layer that there is; the names of those that took hold.

    Has to be called while the process has one thread: each of them binds only the thread that asks.
    """
    if not kernel.end_with(judge):
        os._exit(1)
    _forget_environment()
    with contextlib.suppress(OSError):
        kernel.drop_capabilities()
    layers: list[str] = []
    if not kernel.no_new_rights():  # the two others are granted only to who gives up that
        return layers
    readable = (*reach.readable, "/proc/self")
    if landlock.restrict(str(folder), readable, reach.listed):
        layers.append(FILES)
    if seccomp.install():
        layers.append(NETWORK_AND_PROCESSES)
    return layers


def _forget_environment() -> None:
    """`/proc/self/environ` shows the memory that the first environment stood in: wipe it.

    Nothing refers to it any more: `os.environ` has been emptied, and its names taken back.
    """
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        first, last = int(fields[47]), int(fields[48])
    except (OSError, ValueError, IndexError):
        return
    if 0 < first < last < first + (1 << 22):
        ctypes.memset(first, 0, last - first)
