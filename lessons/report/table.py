"""A folder of reports as one table: a row for every learner, named by the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lessons.errors import TutorError

LARGEST = 64 * 1024 * 1024
"""Bytes of a report that is read at all."""


class FolderError(TutorError):
    """There is nothing to make a table of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One learner."""

    name: str
    """Name of the file without its suffix."""
    done: int
    """Lessons."""
    begun: int
    predicted: int
    """Predictions that were settled."""
    predicted_right: int
    answered: int
    """Questions."""
    answered_right: int
    tried: int
    """Exercises."""
    solved: int
    clinics: int
    mended: int
    explained: int
    """Answers in the learner's own words."""
    reviews: int
    open_misconceptions: tuple[str, ...]
    """What is believed still, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that is no report."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """All learners of a folder."""

    rows: tuple[Row, ...]
    """In the order of their names."""
    skipped: tuple[Skipped, ...]


class _Prediction(msgspec.Struct):
    right: bool | None = None


class _Questions(msgspec.Struct):
    answered: int = 0
    right: int = 0


class _Exercise(msgspec.Struct):
    solved: bool = False


class _Clinic(msgspec.Struct):
    mended: bool = False


class _Mistaken(msgspec.Struct):
    title: str = ""
    resolved: bool = False


class _Learner(msgspec.Struct):
    reviews: int = 0
    mistaken: list[_Mistaken] = []


class _Lesson(msgspec.Struct):
    lesson: str
    status: str
    predictions: list[_Prediction] = []
    questions: _Questions = msgspec.field(default_factory=_Questions)
    exercises: list[_Exercise] = []
    clinics: list[_Clinic] = []
    explanations: list[msgspec.Raw] = []


class _Report(msgspec.Struct):
    """What a table needs of a report; older reports lack some of it, newer ones may have more."""

    lessons: list[_Lesson]
    learner: _Learner = msgspec.field(default_factory=_Learner)


def table_of(folder: Path) -> ReportTable:
    """Read every `.json` of a folder. Raises FolderError where it cannot be read or has none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.casefold() == ".json")
    except OSError as error:
        raise _nothing(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not files:
        raise _nothing(f"There is no .json file in {folder}.")
    rows: list[Row] = []
    skipped: list[Skipped] = []
    for file in files:
        try:
            rows.append(_row(file.stem, _read(file)))
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            skipped.append(Skipped(name=file.name, reason=reason or "it cannot be read"))
    return ReportTable(rows=tuple(rows), skipped=tuple(skipped))


def _read(file: Path) -> _Report:
    with file.open("rb") as source:
        data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST >> 20} MB")
    return msgspec.json.decode(data, type=_Report)


def _row(name: str, report: _Report) -> Row:
    lessons = report.lessons
    predictions = [one for lesson in lessons for one in lesson.predictions if one.right is not None]
    exercises = [one for lesson in lessons for one in lesson.exercises]
    clinics = [one for lesson in lessons for one in lesson.clinics]
    believed = (one.title for one in report.learner.mistaken if not one.resolved)
    return Row(
        name=name,
        done=_count(lesson.status == "done" for lesson in lessons),
        begun=_count(lesson.status == "started" for lesson in lessons),
        predicted=len(predictions),
        predicted_right=_count(bool(one.right) for one in predictions),
        answered=sum(lesson.questions.answered for lesson in lessons),
        answered_right=sum(lesson.questions.right for lesson in lessons),
        tried=len(exercises),
        solved=_count(one.solved for one in exercises),
        clinics=len(clinics),
        mended=_count(one.mended for one in clinics),
        explained=sum(len(lesson.explanations) for lesson in lessons),
        reviews=report.learner.reviews,
        open_misconceptions=tuple(dict.fromkeys(believed)),
    )


def _count(true: Iterable[bool]) -> int:
    return sum(true)


def _nothing(reason: str) -> FolderError:
    step = "Put the files there that `tutor report --format json --to NAME.json` wrote."
    return FolderError("There is no table to make", reason, step)
