"""Trains the broken program and the learner's, each in a process of its own, contained."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from lessons.checking.clearing import clear
from lessons.checking.judging import Call
from lessons.clinics.case import Case
from lessons.clinics.mended import Mended
from lessons.clinics.shown import Trail
from lessons.exercises.folder import read_starter

RECORD = "lessons.clinics.recording:record"


class _Curves(msgspec.Struct, frozen=True):
    """What comes back from the worker."""

    losses: tuple[float, ...]
    scores: tuple[float, ...]


def both_programs(case: Case, source: str, call: Call) -> Mended:
    """Both, with the same seed. Blocks as long as they train. Raises EngineError, LessonError."""
    before = _curves(case, read_starter(case.exercise), call)
    after = _curves(case, source, call)
    return Mended(
        source=source,
        broken=Trail("as it was", before.losses),
        own=Trail("yours", after.losses),
        broken_scores=_by_epoch("as it was", before),
        own_scores=_by_epoch("yours", after),
    )


def _curves(case: Case, source: str, call: Call) -> _Curves:
    room = Path(tempfile.mkdtemp(prefix="tutor-"))
    try:
        answer = call(RECORD, case.exercise, source, str(room), case.seed, case.epochs)
    finally:
        clear(room)
    return msgspec.convert(answer, _Curves, strict=False)


def _by_epoch(name: str, curves: _Curves) -> Trail:
    every = max(1, len(curves.losses) // max(1, len(curves.scores)))
    return Trail(name, curves.scores, every)
