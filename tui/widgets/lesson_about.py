"""What a lesson is about, for someone who is choosing."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive

from tui.widgets.lines import BLANK, Lines, Paragraph, inline

NAME_WIDTH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said about a lesson."""

    title: str = ""
    aim: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value, in the order they are shown; empty values are left out."""


class LessonAbout(Lines):
    """The aim, and facts below it."""

    about: reactive[About] = reactive(About())

    def watch_about(self) -> None:
        """Write it."""
        about = self.about
        facts = [
            Paragraph(inline(value), Content.styled(name.ljust(NAME_WIDTH), "$muted"))
            for name, value in about.facts
            if value
        ]
        title = Paragraph(Content.styled(about.title, "bold"))
        self.paragraphs = (title, Paragraph(inline(about.aim)), BLANK, *facts)
