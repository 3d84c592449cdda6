"""The code that trains in a lesson's lab, to read."""

from __future__ import annotations

from textual.content import Content

from lessons.schema import Lesson
from tui.lab_source import lab_source
from tui.screens.reading import ReadingScreen
from tui.widgets.code_view import CodeView


class CodeScreen(ReadingScreen):
    """`lab.py` of a lesson."""

    PLACE = "Code"

    def __init__(self, lesson: Lesson, code: str | None = None) -> None:
        """`code`: what is shown in place of the lesson's file."""
        title = Content.assemble((f"{lesson.title}  ", "$muted"), ("lab.py", "bold"))
        super().__init__(title, CodeView(lab_source(lesson) if code is None else code))
