"""Entries of the progress file, and what they add up to: a LessonRecord."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import msgspec

from lessons.progress.records import (
    AttemptMade,
    ClinicStep,
    HintTaken,
    LessonRecord,
    LessonStatus,
    PredictionGiven,
    QuizGiven,
    Reviewed,
    RunMade,
    Verdict,
)

Kind = Literal[
    "prediction",
    "verdict",
    "quiz",
    "reflection",
    "compared",
    "run",
    "skip",
    "done",
    "reset",
    "attempt",
    "hint",
    "studied",
    "clinic",
    "visited",
    "review",
    "known",
]
Done = PredictionGiven | Verdict | QuizGiven | RunMade | AttemptMade | HintTaken | ClinicStep
"""What is kept of a lesson as more than text."""
Content = Done | Reviewed | str

_T = TypeVar("_T")
KINDS: dict[type[Done | Reviewed], Kind] = {
    PredictionGiven: "prediction",
    Verdict: "verdict",
    QuizGiven: "quiz",
    RunMade: "run",
    AttemptMade: "attempt",
    HintTaken: "hint",
    ClinicStep: "clinic",
    Reviewed: "review",
}
"""What entries with such a content are called; text can be of every other kind."""
_TYPES: dict[str, type] = {kind: content for content, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a learner did."""

    block: str
    """Id of the block; empty for what concerns the whole lesson."""
    kind: Kind
    content: Content
    """Text for reflections; for a reset, the position before it; for `known`, what it rests on,
    and nothing where that was taken back; otherwise empty text."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry, with when and in which lesson it was made."""

    at: str
    """ISO 8601, UTC."""
    lesson: str
    entry: Entry


def encode(content: Content) -> bytes:
    """The content as it is kept."""
    return msgspec.json.encode(content)


def decode(block: str, kind: str, data: bytes) -> Entry:
    """An entry as it was kept. Raises msgspec.MsgspecError where it is malformed."""
    known = msgspec.convert(kind, Kind)
    return Entry(block, known, msgspec.json.decode(data, type=_TYPES.get(kind, str)))


def fold(lesson: str, position: str, entries: Iterable[Entry]) -> LessonRecord:
    """What all entries of a lesson, oldest first, add up to; a reset begins anew."""
    record = LessonRecord(lesson=lesson, position=position)
    for entry in entries:
        record = _after(record, entry)
    if position and record.status == "new":
        return replace(record, status="started")
    if record.known and record.status == "new":
        return replace(record, status="known")
    return record


def _after(record: LessonRecord, entry: Entry) -> LessonRecord:
    if entry.kind == "reset":
        return LessonRecord(lesson=record.lesson, position=record.position)
    if entry.kind == "review":  # says nothing about the lesson it is filed under
        return record
    if entry.kind == "known":  # nothing is begun by that
        return replace(record, known=bool(entry.content))
    status: LessonStatus = "done" if "done" in (record.status, entry.kind) else "started"
    record = replace(record, status=status)
    return _gathered(_answered(record, entry.block, entry), entry)


def _gathered(record: LessonRecord, entry: Entry) -> LessonRecord:
    """With what adds up instead of taking the place of an earlier entry."""
    block = entry.block
    match entry.content:
        case RunMade() as run:
            return replace(record, runs=(*record.runs, run))
        case AttemptMade() as attempt:
            return replace(record, attempts=(*record.attempts, (block, attempt)))
        case HintTaken() as hint:
            return replace(record, hints=(*record.hints, (block, hint)))
        case ClinicStep() as step:
            return replace(record, clinics=(*record.clinics, (block, step)))
        case str() if entry.kind == "skip":
            record = replace(record, skipped=tuple(dict.fromkeys((*record.skipped, block))))
        case str() if entry.kind == "studied":
            record = replace(record, studied=tuple(dict.fromkeys((*record.studied, block))))
        case str() if entry.kind == "visited":
            record = replace(record, visited=tuple(dict.fromkeys((*record.visited, block))))
    return record


def _answered(record: LessonRecord, block: str, entry: Entry) -> LessonRecord:
    match entry.content:
        # What is known by then cannot be predicted any more: the runs have spoken.
        case PredictionGiven() as given if record.verdict(block) is None:
            return replace(record, predictions=_with(record.predictions, block, given))
        case Verdict() as verdict:
            return replace(record, verdicts=_with(record.verdicts, block, verdict))
        case QuizGiven() as given:
            before = record.quiz(block)
            counted = replace(given, tries=1 if before is None else before.tries + 1)
            return replace(record, quizzes=_with(record.quizzes, block, counted))
        case str() as text if entry.kind == "reflection":
            return replace(record, reflections=_with(record.reflections, block, text))
        case str() as places if entry.kind == "compared":
            return replace(record, compared=_with(record.compared, block, places))
    return record


def _with(pairs: tuple[tuple[str, _T], ...], block: str, value: _T) -> tuple[tuple[str, _T], ...]:
    return tuple({**dict(pairs), block: value}.items())
