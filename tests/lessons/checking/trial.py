"""Has a hostile file judged, and looks at what it left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from hostile import Hostile

from lessons.checking.judging import judge
from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import Exercise, Limits

SAMPLE = Path(__file__).parent / "samples" / "sgd_step"
SECRET = "kept-from-learners"
"""Stands in every file of the exercise that a learner must not read."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went."""

    judgement: Judgement
    left: tuple[int, ...]
    """Processes that are still there."""
    changed: bool
    """Whether a file outside is another one than before."""

    @property
    def told(self) -> str:
        """Everything that the learner can read."""
        return repr(self.judgement) + self.judgement.output

    @property
    def leaked(self) -> bool:
        """Whether a part of the solution or the checks came out."""
        return SECRET in self.judgement.output

    @property
    def steers(self) -> bool:
        """Whether anything that a learner reads would move, colour or turn what stands there."""
        return any(
            not sign.isprintable() and sign not in "\n\t"
            for text in _texts(msgspec.to_builtins(self.judgement))
            for sign in text
        )

    def as_expected(self, case: Hostile) -> bool:
        """Whether the outcome is the right one, and nothing was harmed."""
        judged = self.judgement
        fine = judged.outcome == case.outcome and (not case.over or judged.over == case.over)
        harmed = bool(self.left) or self.changed or self.leaked or self.steers
        return fine and case.says in self.told and not harmed


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | tuple | dict):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)


class Court:
    """An exercise of its own, a folder outside, and a worker for each file."""

    def __init__(self, folder: Path, call: Callable[..., Any]) -> None:
        self._call = call
        self._folder = folder
        self.outside = folder / "outside"
        self.outside.mkdir()
        (self.outside / "kept").write_text("to be kept")
        copy = folder / "exercises" / "sgd_step"
        shutil.copytree(SAMPLE, copy)
        for name in ("solutions/reference.py", "check.py"):
            file = copy / name
            file.write_text(f"{file.read_text()}\nSECRET = {SECRET!r}\n")
        self.exercise = Exercise(
            id="sgd_step",
            title="One step",
            kind="complete",
            ask="Write it.",
            folder=copy,
            limits=Limits(memory_mb=256),
        )

    def tried(self, case: Hostile) -> Trial:
        """Judge one file."""
        limits = replace(self.exercise.limits, seconds=case.seconds)
        exercise = replace(self.exercise, limits=limits)
        source = case.source.replace("{outside}", str(self.outside))
        source = source.replace("{exercise}", str(self.exercise.folder))
        before = self._seen()
        judgement = judge(exercise, source, self._call)
        return Trial(judgement, self.left(), before != self._seen())

    def _seen(self) -> list[tuple[str, int, int, bytes]]:
        seen = []
        for place in (self.outside, self.exercise.folder):
            for path in sorted([place, *place.rglob("*")]):
                found = path.stat()
                data = path.read_bytes() if path.is_file() else b""
                seen.append((str(path), found.st_mode, found.st_mtime_ns, data))
        return seen

    def left(self) -> tuple[int, ...]:
        """The learner's processes that there are."""
        return tuple(self._left())

    def _left(self) -> Iterator[int]:
        """Processes in a folder of ours: the learner's process never leaves its own."""
        for name in os.listdir("/proc"):
            try:
                where = os.readlink(f"/proc/{name}/cwd") if name.isdigit() else ""
            except OSError:
                continue
            if where.startswith(str(self._folder)):
                yield int(name)


def refusals(output: str) -> dict[str, str]:
    """What was said to each attempt, from the output of a file that tried them all."""
    said = {}
    for line in output.splitlines():
        name, _, words = line.partition(" refused: ")
        if words:
            said[name] = words
    return said


@contextmanager
def temporary_in(folder: Path) -> Iterator[None]:
    """Make temporary folders there."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
