"""What is wrong with a lesson that somebody is writing."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from tui.symbols import Symbols
from tui.widgets.lines import Lines, Paragraph

MOST = 3
"""Findings that are shown at once."""


class PreviewNotice(Lines):
    """Findings, each with file, line and what to do; not there while there are none."""

    DEFAULT_CSS = """
    PreviewNotice {
        padding: 0 1;
        background: $panel;
        max-height: 9;
    }
    """

    notices: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, notices: tuple[str, ...], symbols: Symbols) -> None:
        super().__init__()
        self.symbols = symbols
        self.notices = notices

    def watch_notices(self, notices: tuple[str, ...]) -> None:
        """Write them."""
        mark = Content.styled(f"{self.symbols.wrong} ", "$error bold")
        shown = [Paragraph(Content(notice), mark) for notice in notices[:MOST]]
        if len(notices) > MOST:
            more = f"{len(notices) - MOST} more: `tutor lint --quick` names all."
            shown.append(Paragraph(Content.styled(more, "$muted"), Content("  ")))
        self.paragraphs = tuple(shown)
        self.display = bool(notices)
