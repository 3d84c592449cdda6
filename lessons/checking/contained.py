"""What keeps a learner's code in on this machine, in words."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

SECCOMP = Path("/proc/sys/kernel/seccomp/actions_avail")


@dataclass(frozen=True, slots=True)
class Contained:
    """What this platform can do."""

    closed: tuple[str, ...]
    """What is denied for certain."""
    open: tuple[str, ...] = ()
    """What is denied only by Python, where code that wants to can get past."""


def contained() -> Contained:
    """Ask the kernel; starts nothing."""
    closed = ["verdicts in a process of their own", "time", "output"]
    if sys.platform == "win32":
        return Contained(tuple(closed), ("memory", "files", "network", "other processes"))
    if not sys.platform.startswith("linux"):
        return Contained((*closed, "file size"), ("memory", "files", "network", "other processes"))
    from lessons.checking.linux import landlock
    from lessons.checking.linux.calls import ARCHITECTURES

    closed += ["memory", "file size"]
    left: list[str] = []
    files = landlock.version() > 0
    calls = SECCOMP.exists() and os.uname().machine in ARCHITECTURES
    (closed if files else left).append("files")
    (closed if calls else left).extend(("network", "other processes"))
    return Contained(tuple(closed), tuple(left))
