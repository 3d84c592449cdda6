"""The code that trains in a lesson's lab, to read."""

from __future__ import annotations

from textual.content import Content

from lessons.schema import Lesson
from tui.screens.reading import ReadingScreen
from tui.widgets.code_view import CodeView


def lab_source(lesson: Lesson) -> str:
    """Text of the lesson's `lab.py`; where it cannot be read, a comment that says so."""
    path = lesson.folder / "lab.py"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return f"# The code of this lab could not be read.\n# {error}\n# tutor doctor says more."


class CodeScreen(ReadingScreen):
    """`lab.py` of a lesson."""

    PLACE = "Code"

    def __init__(self, lesson: Lesson) -> None:
        title = Content.assemble((f"{lesson.title}  ", "$muted"), ("lab.py", "bold"))
        super().__init__(title, CodeView(lab_source(lesson)))
