"""A lesson while it is being written: read anew when it is saved, entered in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from lessons.catalog import Catalog
from lessons.errors import TutorError
from lessons.lint.code import LAB_FILE, check_code
from lessons.lint.curriculum import check_text
from lessons.lint.exercises import check_exercises
from lessons.lint.findings import Finding
from lessons.names import unknown
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from lessons.reading.blocks import EXERCISES
from lessons.reading.lesson_file import LESSON_FILE, load_lesson
from lessons.reading.lesson_folder import id_of, named_folder
from lessons.reading.sources import Source, all_sources, source_at
from lessons.schema import Block, Lesson, Predict, Run, Unit

Stamp = tuple[tuple[str, int, int], ...]
"""Files, when each was changed, and how large it is."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The folder of a lesson that somebody is writing."""

    folder: Path
    source: Source

    @property
    def id(self) -> str:
        """What the lesson is called."""
        return id_of(self.folder)

    def read(self) -> Lesson:
        """The lesson as it is saved. Raises LessonError."""
        return load_lesson(self.folder, self.id, self.source)

    def stamp(self) -> Stamp:
        """Changes when anything is saved that the lesson is made of."""
        files = (self.folder / LESSON_FILE, self.folder / LAB_FILE)
        below = sorted(self.folder.glob(f"{EXERCISES}/**/*"))
        return tuple(_stamps(chain(files, below)))


def draft_of(text: str) -> Draft:
    """The lesson of that id or in that folder. Raises UnknownName, or TutorError."""
    folder = named_folder(text)
    sources = all_sources().found
    if folder is not None:
        if not (folder / LESSON_FILE).is_file():
            step = f"`tutor new {id_of(folder)} --in {folder.parent.parent}` makes one."
            raise TutorError("No lesson", f"There is no {LESSON_FILE} in {folder}.", step)
        root = folder.parent.parent
        known = (source for source in sources if source.root.resolve() == root)
        return Draft(folder, next(known, source_at(root)))
    for source in sources:
        if text.count("/") == 1 and (source.root / text / LESSON_FILE).is_file():
            return Draft(source.root / text, source)
    found = chain.from_iterable(source.root.glob(f"*/*/{LESSON_FILE}") for source in sources)
    raise unknown("lesson", text, (id_of(file.parent) for file in found))


def with_lesson(catalog: Catalog, lesson: Lesson) -> Catalog:
    """The curriculum with this lesson in the place of what has its id, or at its end."""
    units = list(catalog.units)
    for place, unit in enumerate(units):
        if unit.id == lesson.unit:
            ids = [other.id for other in unit.lessons]
            known = ids.index(lesson.id) if lesson.id in ids else len(ids)
            after = unit.lessons[known + 1 :]
            units[place] = replace(unit, lessons=(*unit.lessons[:known], lesson, *after))
            break
    else:
        units.append(Unit(id=lesson.unit, title=lesson.unit, aim=lesson.aim, lessons=(lesson,)))
    return replace(catalog, units=tuple(units))


def block_of(lesson: Lesson, asked: str) -> Block:
    """The block of that id, or the one on that line of the file. Raises UnknownName."""
    if asked.isdigit():
        before = [block for block in lesson.blocks if block.line <= int(asked)]
        return before[-1] if before else lesson.blocks[0]
    for block in lesson.blocks:
        if block.id == asked:
            return block
    raise unknown("block", asked, (block.id for block in lesson.blocks))


def take_as_read(store: ProgressStore, lesson: Lesson, block: Block) -> None:
    """Skip what would hide a block, and stand there."""
    for before in lesson.blocks[: lesson.blocks.index(block)]:
        if isinstance(before, Predict):
            skipped = PredictionGiven(choice=None, confidence=None)
            store.record(lesson.id, before.id, skipped)
        elif isinstance(before, Run):
            store.skip_run(lesson.id, before.id)
    store.record_position(lesson.id, block.id)


def shortcomings(lesson: Lesson) -> tuple[Finding, ...]:
    """What lint finds without training."""
    return tuple(chain(check_text(lesson), check_code(lesson), check_exercises(lesson)))


def _stamps(files: Iterator[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            continue
        if "__pycache__" not in file.parts:
            yield str(file), stat.st_mtime_ns, stat.st_size
