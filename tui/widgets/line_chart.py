"""A widget that shows one line chart and repaints only the rows that changed."""

from __future__ import annotations

from dataclasses import replace

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.plots.limits import StickyLimits
from tui.plots.spec import ChartSpec


class LineChart(Widget):
    """Draws the spec it is shown, at its own size; judges nothing."""

    DEFAULT_CSS = """
    LineChart { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._spec: ChartSpec | None = None
        self._limits = StickyLimits()
        self._strips: list[Strip] = []

    def show(self, spec: ChartSpec) -> None:
        """Draw a spec; its width and height are replaced by those of the widget.

        Numbers in a spec may grow after it was made: show it again to see them.
        """
        self._spec = spec
        self._draw()

    def forget_limits(self) -> None:
        """Fit the y axis anew at the next drawing, as after a zoom."""
        self._limits.forget()

    def on_resize(self) -> None:
        """Draw at the new size."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """A row that has been drawn before."""
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strips[y].apply_style(self.rich_style)

    def _draw(self) -> None:
        if self._spec is None or not self.size:
            return
        # Drawing loads numpy and plotext, which must not delay the first paint of the app.
        from tui.plots.chart import draw

        spec = replace(self._spec, width=self.size.width, height=self.size.height)
        drawn = draw(spec, self._limits)
        changed = changed_rows(self._strips, drawn)
        self._strips = drawn
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))


def changed_rows(before: list[Strip], after: list[Strip]) -> list[int]:
    """Rows that differ between two drawings; all where the size differs."""
    if len(before) != len(after):
        return list(range(len(after)))
    return [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
