"""What a process takes that no limit of the kernel counts, or counts for a whole user."""

from __future__ import annotations

from pathlib import Path

MOST_THREADS = 512
"""PyTorch starts some for each core; stacks may be small, so that memory alone allows thousands."""


def threads_of(process: int) -> int:
    """How many it has; 0 where this cannot be known."""
    return _figure(process, "Threads")


def shared_mb(process: int) -> int:
    """MiB of shared memory in use, which is no part of its data; 0 where this cannot be known."""
    return _figure(process, "RssShmem") >> 10


def _figure(process: int, name: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(errors="replace").splitlines()
    except OSError:
        return 0
    found = (line.split() for line in lines if line.startswith(f"{name}:"))
    return next((int(words[1]) for words in found if words[1].isdigit()), 0)
