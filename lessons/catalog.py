"""All units and lessons, read from their folders. What is broken is reported, the rest loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lessons.errors import LessonError
from lessons.names import nearest, unknown
from lessons.reading.documents import Documents, KeptDocuments
from lessons.reading.lesson_file import LESSON_FILE, load_lesson, place_of
from lessons.reading.references import check_references
from lessons.reading.shapes import UnitShape
from lessons.reading.sources import OWN, Source, all_sources, source_at
from lessons.reading.table import Table
from lessons.schema import Lesson, Unit

CURRICULUM = OWN.root
UNIT_FILE = "unit.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The curriculum."""

    units: tuple[Unit, ...]
    problems: tuple[LessonError, ...] = ()
    """What is wrong in it; the lessons concerned may be missing from `units`."""

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, in the order they are taught."""
        return tuple(lesson for unit in self.units for lesson in unit.lessons)

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson of that id, `unit/lesson`. Raises UnknownName with the nearest one."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise unknown("lesson", lesson_id, (lesson.id for lesson in self.lessons))

    def unit(self, unit_id: str) -> Unit:
        """The unit of that id. Raises UnknownName with the nearest one."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise unknown("unit", unit_id, (unit.id for unit in self.units))

    def after(self, lesson_id: str) -> Lesson | None:
        """The lesson that follows; None after the last. Raises UnknownName."""
        lessons = self.lessons
        place = lessons.index(self.lesson(lesson_id)) + 1
        return lessons[place] if place < len(lessons) else None


def load_catalog(root: Path | None = None) -> Catalog:
    """Read the lessons of a folder; without one, all there are, ours and those of others.

    Never raises for what is in them: see `problems`.
    """
    if root is not None:
        return _read((source_at(root),), [], Documents())
    sources = all_sources()
    return _read(sources.found, list(sources.problems))


def _read(
    sources: tuple[Source, ...], problems: list[LessonError], documents: Documents | None = None
) -> Catalog:
    taken: dict[str, _Placed] = {}
    for rank, source in enumerate(sources):
        kept = documents or KeptDocuments(source.root)
        for placed in _units(source, rank, kept, problems):
            before = taken.get(placed.unit.id)
            taken[placed.unit.id] = _joined(before, placed, problems) if before else placed
        if isinstance(kept, KeptDocuments):
            kept.keep()
    ordered = sorted(taken.values(), key=lambda placed: (*placed.order, placed.unit.id))
    units = tuple(placed.unit for placed in ordered)
    problems += _unknown_units(units, sources)
    problems += check_references(units, {place_of(error) for error in problems})
    return Catalog(units=units, problems=tuple(problems))


@dataclass(frozen=True, slots=True)
class _Placed:
    order: tuple[int, int]
    """Lessons of others come after ours; within one source as its units say."""
    unit: Unit


def _units(
    source: Source, rank: int, documents: Documents, problems: list[LessonError]
) -> Iterator[_Placed]:
    for folder in _folders(source.root):
        try:
            shape = _unit_shape(folder)
        except LessonError as error:
            problems.append(error)
            continue
        lessons = tuple(_lessons(folder, shape.lessons, source, documents, problems))
        unit = Unit(
            id=folder.name,
            title=shape.title,
            aim=shape.aim,
            lessons=lessons,
            outcomes=shape.outcomes,
            rests_on=shape.rests_on,
        )
        yield _Placed((rank, shape.order), unit)


def _joined(before: _Placed, placed: _Placed, problems: list[LessonError]) -> _Placed:
    """A unit to which another source adds lessons. What has an id keeps it."""
    known = {lesson.id: lesson for lesson in before.unit.lessons}
    added = []
    for lesson in placed.unit.lessons:
        if lesson.id not in known:
            added.append(lesson)
            continue
        whose = known[lesson.id].provider or "tutor itself"
        message = f'there is a lesson "{lesson.id}" already, from {whose}'
        fix = "Rename the folder of this one; it is left out until then."
        problems.append(LessonError(lesson.folder / LESSON_FILE, 1, "", message, fix))
    unit = replace(before.unit, lessons=(*before.unit.lessons, *added))
    return _Placed(before.order, unit)


def _unknown_units(units: tuple[Unit, ...], sources: tuple[Source, ...]) -> Iterator[LessonError]:
    """Units that others say they rest on, and that do not exist."""
    known = {unit.id for unit in units}
    for unit in units:
        for name in unit.rests_on:
            if name not in known:
                roots = (source.root / unit.id / UNIT_FILE for source in sources)
                file = next(file for file in roots if file.is_file())
                message = f'there is no unit "{name}"'
                near = nearest(name, known)
                fix = f'Did you mean "{near}"?' if near else "Take it out, or correct it."
                yield LessonError(file, 1, "rests_on", message, fix)


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


def _unit_shape(folder: Path) -> UnitShape:
    file = folder / UNIT_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        fix = "Write title, aim, order and lessons into it."
        raise LessonError(file, 1, "", "the unit has no readable unit.toml", fix) from None
    return Table.read(file, 1, text).shaped(UnitShape)


def _lessons(
    folder: Path,
    names: tuple[str, ...],
    source: Source,
    documents: Documents,
    problems: list[LessonError],
) -> Iterator[Lesson]:
    if len(set(names)) < len(names):
        file = folder / UNIT_FILE
        problems.append(
            LessonError(file, 1, "lessons", "a lesson is listed twice", "List it once.")
        )
    for name in dict.fromkeys(names):
        try:
            yield load_lesson(folder / name, f"{folder.name}/{name}", source, documents)
        except LessonError as error:
            problems.append(error)
    for unlisted in _folders(folder):
        if unlisted.name not in names and (unlisted / LESSON_FILE).exists():
            file = folder / UNIT_FILE
            message = f'the lesson "{unlisted.name}" is not listed'
            problems.append(LessonError(file, 1, "lessons", message, "Add it to lessons."))
