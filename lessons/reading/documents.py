"""Lesson files taken apart, and kept so: a lesson that has not changed is not parsed again."""

from __future__ import annotations

import time
import zlib
from pathlib import Path
from typing import Any

import msgspec

from lessons.errors import LessonError
from lessons.reading import markdown, table
from lessons.reading.cache import Kept
from lessons.reading.markdown import BLOCK_TYPES, Document, Fence, Text, split
from lessons.reading.table import Table

SETTLED = 2.0
"""Seconds after which a file that was written to has another time of change than before, on the
coarsest file system."""


class _Part(msgspec.Struct, frozen=True, array_like=True):
    """A table, or text where there are no data."""

    kind: str
    line: int
    text: str
    start: int = 0
    """Line on which the table's own text begins."""
    data: dict[str, Any] | None = None


class _Parsed(msgspec.Struct, frozen=True, array_like=True):
    """One file as it was."""

    changed: int
    size: int
    front: _Part
    parts: tuple[_Part, ...]


class _Files(msgspec.Struct, frozen=True, array_like=True):
    parser: tuple[str, ...]
    """By what they were taken apart: what another one made is worth nothing."""
    files: dict[str, _Parsed]


class Documents:
    """Takes lesson files apart."""

    def read(self, file: Path) -> Document:
        """A lesson file. Raises LessonError where it cannot be read or makes no sense."""
        return split(_contents(file), file)

    def sound(self, file: Path) -> None:
        """What the file said was of use."""


class KeptDocuments(Documents):
    """The same, with what is known of the files below a folder from before."""

    def __init__(self, root: Path) -> None:
        self._kept = Kept(f"lessons-{zlib.crc32(str(root).encode()):08x}.msgpack", _Files)
        self._parser = _parser()
        found = self._kept.read()
        known = found is not None and found.parser == self._parser
        self._known = found.files if found is not None and known else {}
        self._now: dict[str, _Parsed] = {}
        self._new: dict[str, _Parsed] = {}

    def read(self, file: Path) -> Document:
        """A lesson file, parsed if it has changed. Raises LessonError."""
        place = _place(file)
        known = self._known.get(str(file))
        if known is not None and place == (known.changed, known.size):
            self._now[str(file)] = known
            return _document(known, file)
        document = super().read(file)
        if place is not None and time.time() - place[0] / 1e9 > SETTLED:
            self._new[str(file)] = _parsed(document, *place)
        return document

    def sound(self, file: Path) -> None:
        """Keep it: an error is explained from the file itself, so only what has none is kept."""
        if (new := self._new.pop(str(file), None)) is not None:
            self._now[str(file)] = new

    def keep(self) -> None:
        """Write what was learned, if anything was."""
        if self._now != self._known:
            self._kept.write(_Files(self._parser, self._now))


def _contents(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LessonError(file, 1, "", "the file is not UTF-8 text", "Save it as UTF-8.") from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        fix = "Write the file, or take the lesson out of unit.toml."
        raise LessonError(file, 1, "", f"the lesson cannot be read: {reason}", fix) from None


def _parser() -> tuple[str, ...]:
    places = (_place(Path(module.__file__ or "")) for module in (markdown, table))
    return (*BLOCK_TYPES, *map(str, places))


def _place(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _parsed(document: Document, changed: int, size: int) -> _Parsed:
    return _Parsed(
        changed,
        size,
        _of_table("", document.front.line, document.front),
        tuple(
            _of_table(part.kind, part.line, part.table)
            if isinstance(part, Fence)
            else _Part("", part.line, part.markdown)
            for part in document.parts
        ),
    )


def _of_table(kind: str, line: int, table: Table) -> _Part:
    return _Part(kind, line, table.text, table.line, table.data)


def _document(parsed: _Parsed, file: Path) -> Document:
    return Document(_table(parsed.front, file), tuple(_part(part, file) for part in parsed.parts))


def _part(part: _Part, file: Path) -> Text | Fence:
    if part.data is None:
        return Text(part.text, part.line)
    return Fence(part.kind, _table(part, file), part.line)


def _table(part: _Part, file: Path) -> Table:
    return Table(file, part.start, part.text, part.data or {})
