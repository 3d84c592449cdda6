"""How far lint has come: one line that is written again and again, on a terminal only."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tui.headless.lint_bench import EngineBench

EVERY = 0.25
"""Seconds between two lines."""


class Progress:
    """A line below what has been found so far. Use it as a context."""

    def __init__(self, bench: EngineBench | None) -> None:
        self._bench = bench
        self._lesson = ""
        self._began = time.monotonic()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._shown = bench is not None and sys.stderr.isatty()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        if self._shown:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._shown:
            self._thread.join()
        self.clear()

    def begin(self, lesson: str) -> None:
        """It is this lesson's turn."""
        self._lesson = lesson

    def clear(self) -> None:
        """Make room for what stays."""
        if self._shown:
            with self._lock:
                self._write("")

    def text(self) -> str:
        """What the line says."""
        bench = self._bench
        runs, files = (bench.made, bench.judged) if bench else (0, 0)
        seconds = time.monotonic() - self._began
        return f"{self._lesson}: {runs} runs made, {files} files judged, {seconds:.0f} s"

    def _follow(self) -> None:
        while not self._over.wait(EVERY):
            with self._lock:
                self._write(self.text())

    @staticmethod
    def _write(text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r{text[:width]:<{width}}\r")
        sys.stderr.flush()
