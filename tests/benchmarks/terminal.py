"""A terminal for benchmarks: runs a program, presses its keys, and sees what it paints.

It answers the questions Textual asks a terminal, and may read as slowly as a slow line would.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: known, off
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # sizes within the stream: not known
}
CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][0-9A-B]|\x1b\][^\x07]*\x07|\x1b[=>]")
KEPT = 200_000
"""Bytes of output that are kept for searching."""


class Terminal:
    """A program and the terminal it runs in."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        width: int = 160,
        height: int = 45,
    ) -> None:
        self.rate: float | None = None
        """Bytes a second that the line carries; None: all that comes."""
        self.total = 0
        """Bytes written by the program."""
        self._seen = b""
        self._credit, self._filled = 0.0, time.perf_counter()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, **env, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            start_new_session=True,
        )
        os.close(slave)

    def press(self, keys: str) -> float:
        """Type; returns when that was, in seconds of `time.perf_counter`."""
        self._seen = b""
        os.write(self._master, keys.encode())
        return time.perf_counter()

    def until(self, pattern: str, timeout: float = 30.0) -> tuple[float, str]:
        """Wait for painted text; returns when it came and what matched. Raises TimeoutError.

        Only what came since the last key is searched, without colours and cursor movements.
        """
        wanted = re.compile(pattern)
        deadline = time.perf_counter() + timeout
        while True:
            painted = CONTROL.sub(b"", self._seen).decode(errors="ignore")
            if (found := wanted.search(painted)) is not None:
                return time.perf_counter(), found.group(0)
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{pattern!r} was not painted within {timeout:g} s")
            self._read(0.05)

    def watch(self, seconds: float) -> None:
        """Let the program paint for a while."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(min(left, 0.05))

    def until_quiet(self, seconds: float = 0.5, timeout: float = 20.0) -> None:
        """Wait until nothing has been painted for a while, or the timeout has passed."""
        deadline = time.perf_counter() + timeout
        before = -1
        while before != self.total and time.perf_counter() < deadline:
            before = self.total
            self.watch(seconds)

    def close(self) -> None:
        """End the program and everything it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        os.close(self._master)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, timeout: float) -> None:
        room = self._room()
        if room <= 0:
            time.sleep(0.002)
            return
        if not select.select([self._master], [], [], timeout)[0]:
            return
        try:
            data = os.read(self._master, room)
        except OSError as error:
            raise EOFError("the program has ended") from error
        self.total += len(data)
        self._credit -= len(data)
        self._seen = (self._seen + data)[-KEPT:]
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self._master, answer)

    def _room(self) -> int:
        """Bytes that may be read now; a slow line saves up for a hundredth of a second."""
        if self.rate is None:
            return 65536
        now = time.perf_counter()
        self._credit = min(
            self._credit + (now - self._filled) * self.rate, max(self.rate / 100, 1.0)
        )
        self._filled = now
        return int(self._credit)
