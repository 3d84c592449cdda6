"""A widget that shows one view of what the probes see, under a title row."""

from __future__ import annotations

from dataclasses import replace

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.plots.legend import POINTER
from tui.plots.palette import style
from tui.plots.view_spec import ViewSpec, view_title
from tui.widgets.drawn_rows import DrawnRows

TITLE_ROWS = 1


class ViewPane(DrawnRows, can_focus=True):
    """Draws the view it is shown, at its own size."""

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._spec: ViewSpec | None = None
        self._place = (1, 1)

    def show(self, spec: ViewSpec, number: int = 1, count: int = 1) -> None:
        """Draw a view, the `number`-th of `count`; its size is replaced by that of the widget."""
        self._spec = spec
        self._place = (number, count)
        self.draw()

    def drawing(self, width: int, height: int) -> list[Strip] | None:
        """Title and view."""
        if self._spec is None:
            return None
        # Drawing loads numpy, which must not delay the first paint of the app.
        from tui.plots.views.draw import draw_view

        spec = replace(self._spec, width=width, height=max(0, height - TITLE_ROWS))
        return [self._title(spec), *draw_view(spec)][:height]

    def _title(self, spec: ViewSpec) -> Strip:
        number, count = self._place
        title = (POINTER if self.has_focus else "") + view_title(spec.name) + _when(spec)
        place = f"view {number}/{count}" if count > 1 else ""
        gap = max(2, spec.width - len(title) - len(place))
        colours = spec.look.colours
        segments = [
            Segment(title, style(spec.look, colours.text, bold=True)),
            Segment(" " * gap, Style.null()),
            Segment(place, style(spec.look, colours.muted)),
        ]
        return Strip(segments).adjust_cell_length(spec.width)


def _when(spec: ViewSpec) -> str:
    """The step that a view of the past shows: that of the last look before the moment."""
    if spec.moment is None:
        return ""
    steps = {run.step_of(spec.name, spec.moment) for run in spec.runs} - {None}
    return f" at step {steps.pop()}" if len(steps) == 1 else ""
