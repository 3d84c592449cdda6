"""All units and lessons, read from their folders. What is broken is reported, the rest loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons.errors import LessonError
from lessons.lesson_file import LESSON_FILE, load_lesson
from lessons.names import unknown
from lessons.references import check_references
from lessons.schema import Lesson, Unit
from lessons.shapes import UnitShape
from lessons.table import Table

CURRICULUM = Path(__file__).parent / "curriculum"
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


def load_catalog(root: Path = CURRICULUM) -> Catalog:
    """Read the curriculum under a folder. Never raises for its contents: see `problems`."""
    problems: list[LessonError] = []
    found = []
    for folder in _folders(root):
        try:
            shape = _unit_shape(folder)
        except LessonError as error:
            problems.append(error)
            continue
        lessons = tuple(_lessons(folder, shape.lessons, problems))
        unit = Unit(id=folder.name, title=shape.title, aim=shape.aim, lessons=lessons)
        found.append((shape.order, folder.name, unit))
    units = tuple(unit for _, _, unit in sorted(found, key=lambda entry: entry[:2]))
    problems += check_references(root, units, {error.file.parent for error in problems})
    return Catalog(units=units, problems=tuple(problems))


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


def _lessons(folder: Path, names: tuple[str, ...], problems: list[LessonError]) -> Iterator[Lesson]:
    if len(set(names)) < len(names):
        file = folder / UNIT_FILE
        problems.append(
            LessonError(file, 1, "lessons", "a lesson is listed twice", "List it once.")
        )
    for name in dict.fromkeys(names):
        try:
            yield load_lesson(folder / name, f"{folder.name}/{name}")
        except LessonError as error:
            problems.append(error)
    for unlisted in _folders(folder):
        if unlisted.name not in names and (unlisted / LESSON_FILE).exists():
            file = folder / UNIT_FILE
            message = f'the lesson "{unlisted.name}" is not listed'
            problems.append(LessonError(file, 1, "lessons", message, "Add it to lessons."))
