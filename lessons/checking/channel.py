"""Frames over a socket: a message, and the arrays of its value beside it.

Nothing that comes in is trusted: lengths are bounded before memory is taken, and a frame is
decoded into the types of `messages` or refused.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from lessons.checking.values import LARGEST, PackingError

In = TypeVar("In")

LARGEST_MESSAGE = 2 * 1024 * 1024
MOST_ARRAYS = 10_000
SLICE = 0.05
"""Seconds between two looks at the limits while nothing comes."""
_HEAD = struct.Struct(">II")


class GarbledError(Exception):
    """What came is no message."""


class ClosedError(Exception):
    """The other process is gone, or does not listen."""


class Channel(Generic[In]):
    """One end. `watch` is called now and then while it waits, and may raise."""

    def __init__(
        self, end: socket.socket, incoming: object, watch: Callable[[], None] | None = None
    ) -> None:
        self._end = end
        self._watch = watch
        self._decoder: msgspec.msgpack.Decoder[In] = msgspec.msgpack.Decoder(incoming)
        self._encoder = msgspec.msgpack.Encoder()
        end.settimeout(None if watch is None else SLICE)

    def send(self, message: msgspec.Struct, arrays: tuple[bytes, ...] = ()) -> None:
        """Raises ClosedError, or PackingError where it is too large."""
        body = self._encoder.encode(message)
        if len(body) > LARGEST_MESSAGE or len(arrays) > MOST_ARRAYS:
            raise PackingError("It has too many parts. What is large belongs into one tensor.")
        sizes = struct.pack(f">{len(arrays)}I", *map(len, arrays))
        self._write(_HEAD.pack(len(body), len(arrays)) + sizes + body)
        for array in arrays:
            self._write(array)

    def receive(self) -> tuple[In, tuple[bytes, ...]]:
        """The next message and its arrays. Raises ClosedError, or GarbledError where it is none."""
        length, count = _HEAD.unpack(self._read(_HEAD.size))
        if length > LARGEST_MESSAGE or count > MOST_ARRAYS:
            raise GarbledError
        sizes = struct.unpack(f">{count}I", self._read(4 * count))
        if sum(sizes) > LARGEST:
            raise GarbledError
        body = self._read(length)
        arrays = tuple(bytes(self._read(size)) for size in sizes)
        try:
            return self._decoder.decode(body), arrays
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise GarbledError from error

    def close(self) -> None:
        """Say nothing any more."""
        self._end.close()

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[self._end.send(left[: 1 << 20]) :]
            except TimeoutError:
                self._look()
            except OSError as error:
                raise ClosedError from error

    def _read(self, size: int) -> bytearray:
        data = bytearray()
        looked = time.monotonic()
        while len(data) < size:
            try:
                part = self._end.recv(min(size - len(data), 1 << 20))
            except TimeoutError:
                self._look()
                continue
            except OSError as error:
                raise ClosedError from error
            if not part:
                raise ClosedError
            data += part
            # One byte at a time is no way around the limits.
            if time.monotonic() - looked > SLICE:
                looked = time.monotonic()
                self._look()
        return data

    def _look(self) -> None:
        if self._watch is not None:
            self._watch()
