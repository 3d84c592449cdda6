"""A widget that shows one view of what the probes see, under a title row."""

from __future__ import annotations

from dataclasses import replace

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.plots.palette import style
from tui.plots.view_spec import ViewSpec, view_title
from tui.widgets.line_chart import changed_rows

TITLE_ROWS = 1


class ViewPane(Widget):
    """Draws the view it is shown, at its own size, and repaints only the rows that changed."""

    DEFAULT_CSS = """
    ViewPane { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._spec: ViewSpec | None = None
        self._place = (1, 1)
        self._strips: list[Strip] = []

    def show(self, spec: ViewSpec, number: int = 1, count: int = 1) -> None:
        """Draw a view, the `number`-th of `count`; its size is replaced by that of the widget."""
        self._spec = spec
        self._place = (number, count)
        self._draw()

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
        # Drawing loads numpy, which must not delay the first paint of the app.
        from tui.plots.views.draw import draw_view

        width, height = self.size
        spec = replace(self._spec, width=width, height=max(0, height - TITLE_ROWS))
        drawn = [self._title(spec), *draw_view(spec)][:height]
        changed = changed_rows(self._strips, drawn)
        self._strips = drawn
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _title(self, spec: ViewSpec) -> Strip:
        number, count = self._place
        title = view_title(spec.name)
        place = f"view {number}/{count}" if count > 1 else ""
        gap = max(2, spec.width - len(title) - len(place))
        colours = spec.look.colours
        segments = [
            Segment(title, style(spec.look, colours.text, bold=True)),
            Segment(" " * gap, Style.null()),
            Segment(place, style(spec.look, colours.muted)),
        ]
        return Strip(segments).adjust_cell_length(spec.width)
