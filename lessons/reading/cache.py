"""What can be made again, kept on disk because that is quicker. Nothing depends on it."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from engine.atomic import whole
from lessons.paths import HOME_VARIABLE, base_folder

CACHE_VARIABLE = "TUTOR_CACHE"
"""Folder to keep it in; set to nothing, nothing is kept."""

Value = TypeVar("Value")
_CHECKSUM = 4
"""Bytes."""


def cache_folder() -> Path | None:
    """Where such things are kept: the platform's folder for them, or below TUTOR_HOME."""
    if (chosen := os.environ.get(CACHE_VARIABLE)) is not None:
        return Path(chosen).expanduser() if chosen else None
    if os.environ.get(HOME_VARIABLE):
        return base_folder() / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("tutor", appauthor=False)


class Kept(Generic[Value]):
    """One value in one file. What is damaged, or of another kind, was never kept."""

    def __init__(self, name: str, kind: type[Value]) -> None:
        folder = cache_folder()
        self._path = None if folder is None else folder / name
        self._kind = kind

    def read(self) -> Value | None:
        """What was kept; None where nothing can be had."""
        if self._path is None:
            return None
        try:
            data = self._path.read_bytes()
            if _checksum(data[_CHECKSUM:]) != data[:_CHECKSUM]:
                return None
            return msgspec.msgpack.decode(data[_CHECKSUM:], type=self._kind)
        except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
            return None

    def write(self, value: Value) -> None:
        """Keep it, if the disk lets us."""
        if self._path is None:
            return
        try:
            data = msgspec.msgpack.encode(value)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole(self._path) as file:
                file.write(_checksum(data) + data)
        except (OSError, ValueError, TypeError, OverflowError):
            return


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM)
