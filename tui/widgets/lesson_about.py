"""What a lesson is about, for someone who is choosing."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said about a lesson."""

    title: str = ""
    aim: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Name and value, in the order they are shown where there is room."""


class LessonAbout(Widget):
    """The aim, and facts below it."""

    DEFAULT_CSS = """
    LessonAbout {
        height: auto;
    }
    """

    about: reactive[About] = reactive(About(), layout=True)

    def render(self) -> Content:
        """Title, aim and facts as paragraphs."""
        about = self.about
        if not about.title:
            return Content("")
        parts = [Content.styled(about.title, "bold"), Content.styled(about.aim, "$foreground")]
        facts = [
            Content.assemble((f"{name}  ", "$muted"), value) for name, value in about.facts if value
        ]
        return Content("\n\n").join([Content("\n").join(parts), *facts])
