"""Progress as one JSON document: what `tutor export` writes and `tutor import` reads.

    {"format": "tutor-progress", "version": 1,
     "entries": [{"at": …, "lesson": …, "block": …, "kind": …, "content": …}, …],
     "places": [{"lesson": …, "block": …, "at": …}, …],
     "workspace": [{"path": …, "text": …}, …]}

`entries` are all that was done, oldest first, one a line: `kind` is a `log.Kind`, and `content` the
fields of the record of that kind in `lessons.progress.records`, or text. Times are ISO 8601
with an offset. `places` say where the learner was, the lesson touched last at the end. `workspace`
are files of exercises, by their path below the workspace; it may be missing. The same progress is
always the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from lessons.errors import TutorError
from lessons.progress.log import decode, encode
from lessons.progress.merge import Everything, Kept, Place

FORMAT = "tutor-progress"
VERSION = 1
LARGEST = 256 * 1024 * 1024
"""Bytes of a document that is read at all."""
_ADVICE = "Mend that place, or export again from where it came from."

_T = TypeVar("_T")


class NotTaken(TutorError):  # noqa: N818 - reads as what it says
    """A document cannot be taken in; nothing of it was."""


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file of the learner's workspace."""

    path: str
    """Below the workspace, with `/` between its parts."""
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What is exported."""

    progress: Everything
    workspace: tuple[WorkFile, ...] = ()


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    at: str
    lesson: str
    block: str
    kind: str
    content: msgspec.Raw


class _Place(msgspec.Struct, forbid_unknown_fields=True):
    lesson: str
    block: str
    at: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    path: str
    text: str


class _Outline(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    entries: list[msgspec.Raw]
    places: list[msgspec.Raw]
    workspace: list[msgspec.Raw] = []


def written(document: Document) -> bytes:
    """The document as JSON, an entry a line."""
    entries = (
        msgspec.json.encode(_Entry(e.at, e.lesson, e.block, e.kind, msgspec.Raw(e.data)))
        for e in document.progress.entries
    )
    places = (
        msgspec.json.encode(_Place(one.lesson, one.block, one.at))
        for one in document.progress.places
    )
    files = (msgspec.json.encode(_File(one.path, one.text)) for one in document.workspace)
    parts = [_listed(b"entries", entries), _listed(b"places", places)]
    if document.workspace:
        parts.append(_listed(b"workspace", files))
    head = f'{{"format":"{FORMAT}","version":{VERSION},\n'.encode()
    return head + b",\n".join(parts) + b"}\n"


def _listed(name: bytes, lines: Iterable[bytes]) -> bytes:
    inside = b",\n".join(lines)
    return b'"%s":[%s]' % (name, b"\n" + inside + b"\n" if inside else b"")


def read(data: bytes) -> Document:
    """Understand a document. Raises NotTaken with line and place of what is wrong in it."""
    if len(data) > LARGEST:
        raise _refused("the file is too large", f"Nothing above {LARGEST >> 20} MB is read.")
    outline = _outline(data)
    entries = tuple(_entry(raw, place) for raw, place in _parts(data, outline, "entries"))
    places = tuple(_place(raw, place) for raw, place in _parts(data, outline, "places"))
    files = tuple(_file(raw, place) for raw, place in _parts(data, outline, "workspace"))
    return Document(Everything(entries, places), files)


def _outline(data: bytes) -> _Outline:
    try:
        outline = msgspec.json.decode(data, type=_Outline)
    except msgspec.ValidationError as error:
        reason = f"it is no progress of tutor: {error}"
        raise _refused(reason, "Give a file that `tutor export` wrote.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        line = f"line {_line(data, _offset(error))}: " if _offset(error) is not None else ""
        reason = f"{line}it is no JSON: {error}"
        raise _refused(reason, "Give a file that `tutor export` wrote.") from error
    if outline.format != FORMAT:
        step = "Give a file that `tutor export` wrote."
        raise _refused(f'its format is "{outline.format[:40]}", not "{FORMAT}"', step)
    if outline.version != VERSION:
        step = "Update tutor." if outline.version > VERSION else _ADVICE
        raise _refused(f"its version is {outline.version}; this tutor reads {VERSION}", step)
    return outline


@dataclass(frozen=True, slots=True)
class _Where:
    """Where in a document something stands."""

    line: int
    path: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.path}"


def _parts(data: bytes, outline: _Outline, name: str) -> Iterator[tuple[bytes, _Where]]:
    """The entries of a list, each with where it stands."""
    raws: Sequence[msgspec.Raw] = getattr(outline, name)
    offset, line = 0, 1
    for number, raw in enumerate(raws):
        text = bytes(raw)
        found = data.find(text, offset)
        line += data.count(b"\n", offset, found)
        yield text, _Where(line, f"{name}[{number}]")
        line += text.count(b"\n")
        offset = found + len(text)


def _entry(raw: bytes, where: _Where) -> Kept:
    entry = _shaped(raw, _Entry, where)
    try:
        decoded = decode(entry.block, entry.kind, bytes(entry.content))
        data = encode(decoded.content)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise _refused(f"{where}: {error}", _ADVICE) from error
    return Kept(_time(entry.at, where), entry.lesson, entry.block, entry.kind, data)


def _place(raw: bytes, where: _Where) -> Place:
    place = _shaped(raw, _Place, where)
    return Place(place.lesson, place.block, _time(place.at, where))


def _file(raw: bytes, where: _Where) -> WorkFile:
    file = _shaped(raw, _File, where)
    parts = file.path.split("/")
    forbidden = set('\\:*?"<>|')
    odd = any(not part or part.strip(". ") == "" or forbidden & {*part} for part in parts)
    if odd or not file.path.isprintable():
        step = "A path names a file below the workspace: unit/lesson/exercise.py."
        raise _refused(f'{where}: "{file.path[:60]}" cannot be a path there', step)
    return WorkFile(file.path, file.text)


def _shaped(raw: bytes, shape: type[_T], where: _Where) -> _T:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _refused(f"{where}: {error}", _ADVICE) from error


def _time(written_at: str, where: _Where) -> str:
    try:
        time = datetime.fromisoformat(written_at)
        if time.tzinfo is None:
            raise ValueError
        return time.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        reason = f'{where}: "{written_at[:40]}" is no time with an offset'
        raise _refused(reason, "Write it as in 2026-01-31T18:30:00+00:00.") from None


def _offset(error: Exception) -> int | None:
    """The byte that a decoder stumbled over, as its message says."""
    _, _, tail = str(error).rpartition("(byte ")
    number = tail.rstrip(")")
    return int(number) if number.isdigit() else None


def _line(data: bytes, offset: int | None) -> int:
    return data.count(b"\n", 0, offset or 0) + 1


def _refused(reason: str, step: str) -> NotTaken:
    return NotTaken("This cannot be imported", f"{reason.rstrip('.')}.", step)
