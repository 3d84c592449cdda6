"""Lines that were worked out elsewhere, drawn with a colour for each tone."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.reactive import reactive

from tui.exercises.telling import Line
from tui.widgets.lines import Lines, Paragraph, inline, wrap

STYLES = {
    "good": "bold $success",
    "bad": "bold $error",
    "calm": "bold $accent",
    "title": "bold $muted",
    "text": "",
    "quiet": "$muted",
    "code": "$code",
    "original": "$code",
}
SIGNS = {"good": "$success", "bad": "bold $error", "text": "$success"}
"""How the mark in front of a line is coloured."""

Tell = Callable[[int], tuple[Line, ...]]
"""What is said, at a given width."""


def nothing(_width: int) -> tuple[Line, ...]:
    """Nothing is said."""
    return ()


class ToldLines(Lines):
    """Tells anew at every width: what stands beside each other has to fit."""

    tell: reactive[Tell] = reactive(lambda: nothing, layout=True, always_update=True)

    def wrapped(self, width: int) -> list[Content]:
        """All rows at that width."""
        return [row for line in self.tell(width) for row in rows_of(line, width)]


def rows_of(line: Line, width: int) -> list[Content]:
    """One line, wrapped; code is cut where it is too wide, so that its columns stay columns."""
    style = STYLES[line.tone]
    lead = Content.styled(line.lead, SIGNS.get(line.tone, "$muted"))
    if line.tone == "code":
        row = lead + Content.styled(line.text, style)
        return [row.truncate(width, ellipsis=True)] if row.cell_length > width else [row]
    text = Content.styled(line.text, style) if line.tone == "original" else inline(line.text, style)
    return list(wrap(Paragraph(text, lead), width))
