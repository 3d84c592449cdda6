"""What a process prints, read as it comes: the head and the tail of it are kept."""

from __future__ import annotations

import os
import threading

from lessons.checking.harmless import harmless

HEAD = 8 * 1024
TAIL = 8 * 1024
FLOOD = 32 * 1024 * 1024
"""Bytes beyond which printing is no longer put up with."""


class Printed:
    """Reads a pipe in a thread of its own until nobody writes any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._head = bytearray()
        self._tail = bytearray()
        self.size = 0
        """Bytes that came."""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def flooded(self) -> bool:
        """Whether too much came."""
        return self.size > FLOOD

    def end(self, patience: float = 0.5) -> str:
        """What was printed, once the process is gone."""
        self._thread.join(patience)
        left_out = self.size - len(self._head) - len(self._tail)
        head, tail = bytes(self._head), bytes(self._tail)
        if left_out <= 0:
            return _text(head + tail)
        return f"{_text(head)}\n… {left_out} bytes are left out here …\n{_text(tail)}"

    def _read(self) -> None:
        try:
            while data := os.read(self._descriptor, 1 << 16):
                self._keep(data)
        except OSError:
            pass
        finally:
            os.close(self._descriptor)

    def _keep(self, data: bytes) -> None:
        room = HEAD - len(self._head)
        self._head += data[:room]
        self._tail = (self._tail + data[max(room, 0) :])[-TAIL:]
        self.size += len(data)


def _text(data: bytes) -> str:
    """Text in any case."""
    return harmless(data.decode("utf-8", errors="replace").replace("\r\n", "\n"))
