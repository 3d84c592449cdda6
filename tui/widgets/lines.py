"""Paragraphs with hanging indents: what the cards of a lesson are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui.sentence import MARKUP

EMPTY = Content("")
WITHIN = re.compile(r"(?<!\n)\n(?![\n ])")
"""The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text whose further lines start below its beginning, not below its lead."""

    text: Content
    lead: Content = EMPTY
    """Number, mark or spaces in front of the first line."""


BLANK = Paragraph(EMPTY)


def inline(text: str, style: str = "") -> Content:
    """Text with `code`, *emphasis* and **strong** as Markdown writes them; nothing else.

    Where an author begins a new line in a paragraph is no matter; a blank line or an indent is.
    """
    parts: list[Content] = []
    for piece in MARKUP.split(WITHIN.sub(" ", text)):
        if len(piece) > 2 and piece[0] == piece[-1] == "`":
            parts.append(Content.styled(piece[1:-1], "$code"))
        elif piece.startswith("**") and MARKUP.fullmatch(piece):
            parts.append(inline(piece[2:-2], style).stylize("bold"))
        elif piece.startswith("*") and MARKUP.fullmatch(piece):
            parts.append(inline(piece[1:-1], style).stylize("italic"))
        elif piece:
            parts.append(Content.styled(piece, style))
    return Content.assemble(*parts)


def wrap(paragraph: Paragraph, width: int) -> Iterable[Content]:
    """The lines of one paragraph."""
    indent = paragraph.lead.cell_length
    lines = paragraph.text.wrap(max(width - indent, 8)) or [Content("")]
    yield paragraph.lead + lines[0]
    for line in lines[1:]:
        yield Content(" " * indent) + line


class Lines(Widget):
    """Paragraphs one below the other, without space between them."""

    DEFAULT_CSS = """
    Lines {
        height: auto;
    }
    """

    # Contents that differ in style alone are equal, so every new value counts as a change.
    paragraphs: reactive[tuple[Paragraph, ...]] = reactive((), layout=True, always_update=True)

    def wrapped(self, width: int) -> list[Content]:
        """All lines at that width."""
        return [line for paragraph in self.paragraphs for line in wrap(paragraph, width)]

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many rows as the lines take."""
        return len(self.wrapped(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self.wrapped(self.content_size.width))
