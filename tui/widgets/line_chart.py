"""A widget that shows one line chart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.plots.limits import StickyLimits
from tui.plots.spec import ChartSpec
from tui.widgets.drawn_rows import DrawnRows

if TYPE_CHECKING:
    from tui.plots.layout import Layout


class LineChart(DrawnRows, can_focus=True):
    """Draws the spec it is shown, at its own size, and tells what the mouse asks for."""

    class Pointed(Message):
        """A step was clicked at."""

        def __init__(self, step: float) -> None:
            super().__init__()
            self.step = step

    class Wheeled(Message):
        """The wheel was turned over a step."""

        def __init__(self, step: float, *, closer: bool) -> None:
            super().__init__()
            self.step = step
            self.closer = closer

    class Dragged(Message):
        """The plot was pulled along the x axis."""

        def __init__(self, steps: float) -> None:
            super().__init__()
            self.steps = steps
            """By which the visible steps move on."""

    class Reset(Message):
        """Everything is to be seen again."""

    class Resized(Message):
        """It has another size now; what lines up with it has to move."""

        @property
        def control(self) -> LineChart:
            """The plot."""
            assert isinstance(self._sender, LineChart)
            return self._sender

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - what Textual calls it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._spec: ChartSpec | None = None
        self._limits = StickyLimits()
        self._held_at: int | None = None
        """Column of the screen at which the mouse holds the plot."""
        self._pulled = False
        """Whether it has moved since it took hold."""

    def on_resize(self) -> None:
        """Draw at the new size, and say so."""
        super().on_resize()
        self.post_message(self.Resized())

    def show(self, spec: ChartSpec) -> None:
        """Draw a spec; its width and height are replaced by those of the widget.

        Numbers in a spec may grow after it was made: show it again to see them.
        """
        self._spec = spec
        self.draw()

    def forget_limits(self) -> None:
        """Fit the y axis anew at the next drawing, as after a zoom."""
        self._limits.forget()

    @property
    def columns(self) -> int:
        """Cells of the plot itself, beside its axis; 0 while nothing is shown."""
        layout = self._layout()
        return 0 if layout is None else layout.columns

    def drawing(self, width: int, height: int) -> list[Strip] | None:
        """The chart."""
        if self._spec is None:
            return None
        # Drawing loads numpy and plotext, which must not delay the first paint of the app.
        from tui.plots.chart import draw

        return draw(replace(self._spec, width=width, height=height), self._limits)

    def _layout(self) -> Layout | None:
        if self._spec is None or not self.size:
            return None
        from tui.plots.dots import DOT_SETS
        from tui.plots.layout import lay_out

        width, height = self.size
        sized = replace(self._spec, width=width, height=height)
        return lay_out(sized, DOT_SETS[sized.look.symbols])

    def _step(self, event: events.MouseEvent) -> float | None:
        layout = self._layout()
        return None if layout is None else layout.step(event.x - layout.gutter)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click begins, or a pull."""
        if event.button == 1:
            self._held_at, self._pulled = event.screen_x, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the plot along."""
        layout = self._layout()
        if self._held_at is None or layout is None or event.screen_x == self._held_at:
            return
        cells, self._held_at = event.screen_x - self._held_at, event.screen_x
        self._pulled = True
        self.post_message(self.Dragged(-cells * layout.steps_per_column))

    def on_mouse_up(self) -> None:
        """Let go."""
        self._held_at = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Read here; twice, show all."""
        step = self._step(event)
        if event.chain == 2:
            self.post_message(self.Reset())
        elif step is not None and not self._pulled:
            self.post_message(self.Pointed(step))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Closer."""
        self._wheel(event, closer=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further away."""
        self._wheel(event, closer=False)

    def _wheel(self, event: events.MouseEvent, *, closer: bool) -> None:
        step = self._step(event)
        if step is not None:
            event.stop()
            self.post_message(self.Wheeled(step, closer=closer))
