"""A text file as it lies on disk: its encoding, its line ends, and whether somebody changed it."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from engine.atomic import whole
from lessons.checking.harmless import without_controls

LARGEST = 1_000_000
"""Bytes that are read; nobody writes an exercise that long."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnreadableError(Exception):
    """There is something at that place, but nothing that can be read as a learner's file."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written, without reading it."""

    changed: int
    """Time of the last change, in nanoseconds."""
    size: int
    number: int
    """Of the file on its disk: editors that replace a file give it another one."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a file held when it was read or written."""

    text: str
    """Lines end with a line feed, whatever the file says."""
    line_end: str
    """How the lines of the file end."""
    stamp: Stamp
    lossy: bool = False
    """Whether it is no text: what is no UTF-8, or steers a terminal, stands as a mark."""


def digest(source: str) -> str:
    """SHA-256 of a text. Line ends and blanks at their ends make no difference."""
    lines = (line.rstrip() for line in source.splitlines())
    return hashlib.sha256("\n".join(lines).strip("\n").encode("utf-8", "replace")).hexdigest()


def read(path: Path) -> TextFile:
    """Read a file. Raises FileNotFoundError, UnreadableError, OSError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe would never end, a folder has no text
        raise UnreadableError("it is a folder" if stat.S_ISDIR(found.st_mode) else "it is no file")
    if found.st_size > LARGEST:
        raise UnreadableError(f"it has more than {LARGEST // 1_000_000} MB")
    data = path.read_bytes().removeprefix(_BYTE_ORDER_MARK)
    text = without_controls(data.decode("utf-8", "replace"))
    lossy = text.encode() != data
    line_end = "\r\n" if b"\r\n" in data else "\n"
    return TextFile(_with_line_feeds(text), line_end, _stamp(found), lossy)


def write(path: Path, text: str, line_end: str = "\n", *, durable: bool = False) -> TextFile:
    """Write a file, whole or not at all; a link stays a link. Raises OSError."""
    target = _target(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = _with_line_feeds(text)
    with whole(target, durable=durable) as file:
        # A lone surrogate can be pasted into an editor, and is no reason to lose the rest.
        file.write(text.replace("\n", line_end).encode("utf-8", "replace"))
    return TextFile(text, line_end, _stamp(target.stat()))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where it is gone."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_mtime_ns, found.st_size, found.st_ino)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _target(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # links that lead to each other
        raise OSError(str(error)) from error
