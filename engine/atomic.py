"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine.errors import EngineError


@contextmanager
def whole(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    """Write to a file that takes the place of `path` at the end, and only if nothing failed.

    `durable`: wait until it is on the disk itself, so that it survives a power cut. Raises OSError
    where the disk refuses.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink()


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """The same for a file that somebody asked for: `durable`, folders on the way are made.

    Raises EngineError where the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, durable=True) as file:
            yield file
    except OSError as error:
        raise refused(path, error) from error


def refused(path: Path, error: OSError) -> EngineError:
    """What is raised where a file cannot be written."""
    if isinstance(error, IsADirectoryError):
        reason = f"{path} is a folder."
        return EngineError("The file could not be written", reason, "Name a file in it.")
    return EngineError(
        f"{path.name} could not be written",
        f"Writing to {path.parent} failed: {error.strerror or error}.",
        "Free some space, or choose another folder. Nothing that was there is changed.",
    )
