"""The code of a lesson's lab, for reading."""

from __future__ import annotations

from lessons.schema import Lesson


def lab_source(lesson: Lesson) -> str:
    """Text of the lesson's `lab.py`; where it cannot be read, a comment that says so."""
    path = lesson.folder / "lab.py"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return f"# The code of this lab could not be read.\n# {error}\n# tutor doctor says more."
