"""A widget whose rows are drawn once and kept until its width or the theme changes."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.ink import Ink, ink_of


class DrawnOnce(Widget):
    """As tall as what `draw` returns. Light enough for thousands of rows."""

    DEFAULT_CSS = """
    DrawnOnce {
        height: auto;
    }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.drawn: list[Strip] = []
        self.drawn_for: tuple[int, str, bool] | None = None
        """Width and look of what is drawn."""

    def draw(self, width: int, ink: Ink) -> list[Strip]:
        """Rows of exactly that width."""
        raise NotImplementedError

    def rows(self, width: int) -> list[Strip]:
        """What is shown at that width."""
        wanted = (width, self.app.theme, self.app.has_class("-ascii"))
        if self.drawn_for != wanted:
            self.drawn = self.draw(width, ink_of(self.app))
            self.drawn_for = wanted
        return self.drawn

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many rows as were drawn."""
        return len(self.rows(width))

    def render_line(self, y: int) -> Strip:
        """One row."""
        rows = self.rows(self.content_size.width)
        if y >= len(rows):
            return Strip.blank(self.content_size.width, self.rich_style)
        return rows[y].apply_style(self.rich_style)
