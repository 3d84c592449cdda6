"""What lint finds: where it is, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lessons.errors import LessonError
from lessons.reading.lesson_file import LESSON_FILE
from lessons.schema import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong in the curriculum. Reads `file:line: message. fix`."""

    file: Path
    line: int
    """From 1."""
    message: str
    fix: str

    @classmethod
    def of(cls, error: LessonError) -> Finding:
        """What reading a curriculum file reported."""
        message = f"{error.key}: {error.message}" if error.key else error.message
        return cls(file=error.file, line=error.line, message=message, fix=error.fix)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message.rstrip('.')}. {self.fix}".rstrip()


def in_lesson(lesson: Lesson, line: int, message: str, fix: str) -> Finding:
    """Something wrong on a line of `lesson.md`."""
    return Finding(file=lesson.folder / LESSON_FILE, line=line, message=message, fix=fix)
