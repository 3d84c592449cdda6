"""What widgets that draw themselves row by row share: only rows that changed are repainted."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class DrawnRows(Widget):
    """Shows what `drawing` returns for its size."""

    DEFAULT_CSS = """
    DrawnRows { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []

    def drawing(self, width: int, height: int) -> list[Strip] | None:
        """All rows at that size; None while there is nothing to draw."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw anew, and repaint the rows that differ."""
        drawn = self.drawing(*self.size) if self.size else None
        if drawn is None:
            return
        changed = changed_rows(self._strips, drawn)
        self._strips = drawn
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """Draw at the new size."""
        self.draw()

    def render_line(self, y: int) -> Strip:
        """A row that has been drawn before."""
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strips[y].apply_style(self.rich_style)


def changed_rows(before: list[Strip], after: list[Strip]) -> list[int]:
    """Rows that differ between two drawings; all where the size differs."""
    if len(before) != len(after):
        return list(range(len(after)))
    return [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
