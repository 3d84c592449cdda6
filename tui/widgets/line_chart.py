"""A widget that shows one line chart."""

from __future__ import annotations

from dataclasses import replace

from textual.strip import Strip

from tui.plots.limits import StickyLimits
from tui.plots.spec import ChartSpec
from tui.widgets.drawn_rows import DrawnRows


class LineChart(DrawnRows, can_focus=True):
    """Draws the spec it is shown, at its own size; judges nothing."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._spec: ChartSpec | None = None
        self._limits = StickyLimits()

    def show(self, spec: ChartSpec) -> None:
        """Draw a spec; its width and height are replaced by those of the widget.

        Numbers in a spec may grow after it was made: show it again to see them.
        """
        self._spec = spec
        self.draw()

    def forget_limits(self) -> None:
        """Fit the y axis anew at the next drawing, as after a zoom."""
        self._limits.forget()

    def drawing(self, width: int, height: int) -> list[Strip] | None:
        """The chart."""
        if self._spec is None:
            return None
        # Drawing loads numpy and plotext, which must not delay the first paint of the app.
        from tui.plots.chart import draw

        return draw(replace(self._spec, width=width, height=height), self._limits)
