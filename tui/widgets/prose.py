"""Text to read: Markdown without anything to press."""

from __future__ import annotations

from textual.strip import Strip

from tui.ink import Ink
from tui.widgets.drawn_once import DrawnOnce


class Prose(DrawnOnce):
    """Part of a lesson's text."""

    DEFAULT_CSS = """
    Prose {
        margin-bottom: 1;
        padding-right: 2;
    }
    """

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.markdown = markdown

    def draw(self, width: int, ink: Ink) -> list[Strip]:
        """The text, wrapped."""
        # Rich's Markdown takes a while to import; home does not need it.
        from tui.markdown import draw_markdown

        return draw_markdown(self.markdown, width, ink)
