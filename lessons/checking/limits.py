"""Resource limits of the process that asks for them."""

from __future__ import annotations

import math
import sys

LARGEST_FILE = 64 * 1024 * 1024
MOST_FILES = 256
"""Open at once."""
MAPPED_BESIDE = 1024
"""MiB of address space beyond what is allowed to be used: stacks of threads, libraries."""
THREADS_PER_SECOND = 4
"""Processor seconds in a second, with all threads together."""


def limit(seconds: float, memory_mb: int) -> list[str]:
    """Set every limit that there is here. Gives their names."""
    try:
        import resource
    except ImportError:  # Windows has none of them
        return []
    used = _used()
    data, mapped = (part + (memory_mb << 20) for part in used)
    processor = math.ceil(seconds * THREADS_PER_SECOND) + 5
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": processor,
        "RLIMIT_FSIZE": LARGEST_FILE,
        "RLIMIT_NOFILE": MOST_FILES,
        "RLIMIT_DATA": data,
        "RLIMIT_AS": mapped + (MAPPED_BESIDE << 20),
    }
    if not sys.platform.startswith("linux"):
        # What is mapped is not known there, and Python itself is mapped by the gigabyte.
        del wanted["RLIMIT_DATA"], wanted["RLIMIT_AS"]
        wanted["RLIMIT_NPROC"] = 0
    took = []
    for name, most in wanted.items():
        try:
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (least, least))
        except (AttributeError, ValueError, OSError):
            continue
        took.append(name.removeprefix("RLIMIT_").lower())
    return [f"limits ({', '.join(took)})"] if took else []


def _used() -> tuple[int, int]:
    """Bytes of data, and of all that is mapped, at this moment."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            lines = dict(line.split(":", 1) for line in status if ":" in line)
        return tuple(int(lines[name].split()[0]) << 10 for name in ("VmData", "VmSize"))  # type: ignore[return-value]
    except (OSError, KeyError, ValueError):
        return 0, 0
