"""Catches what a worker prints, natively too, before it reaches the learner's terminal."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Callable

MOST_LINES = 500
"""Lines kept of one run; the rest of a flood is only counted."""
LONGEST_LINE = 2000


class Output:
    """Stands behind file descriptors 1 and 2 from `begin` to `end`."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said = 0
        self._dropped = 0
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Take over both descriptors."""
        for stream in (sys.stdout, sys.stderr):
            # A pipe would make Python keep lines back, and a plain locale would refuse a θ.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
        end, start = os.pipe()
        os.dup2(start, 1)
        os.dup2(start, 2)
        os.close(start)
        self._thread = threading.Thread(target=self._pump, args=(end,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Say what is left, and how much was dropped. What is printed later is lost."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, OSError, ValueError):
                stream.flush()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.close(null)
        if self._thread is not None:
            self._thread.join(timeout=1.0)
        if self._dropped:
            self._say(f"… and {self._dropped} more lines")

    def _pump(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "rb", buffering=1 << 16) as stream:
            for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
                if self._said < MOST_LINES:
                    self._said += 1
                    # Where the disk is full the pipe still has to be emptied, or printing hangs.
                    with contextlib.suppress(OSError):
                        self._say(line.decode(errors="replace").rstrip("\n"))
                else:
                    self._dropped += 1
