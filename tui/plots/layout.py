"""Where the parts of a chart go, and where a step or a value is on it."""

from __future__ import annotations

from dataclasses import dataclass

from tui.plots.dots import DotSet
from tui.plots.frame import FrameSpec
from tui.plots.limits import Limits
from tui.plots.spec import ChartSpec
from tui.plots.ticks import Tick, linear_ticks, log_ticks, step_ticks

TITLE_ROWS = 1
CELLS_PER_X_TICK = 12
NARROWEST_WITH_FRAME = 14


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns of the plot, in cells."""

    gutter: int
    """Cells left of the plot; 0 where a chart is too narrow for an axis."""
    columns: int
    rows: int
    base: bool
    """Whether there is room for the base line."""
    labels: bool
    """Whether the steps are written under it."""
    first: float
    last: float
    dots: DotSet

    @property
    def dot_columns(self) -> int:
        """Dots from left to right."""
        return self.columns * self.dots.across

    @property
    def dot_rows(self) -> int:
        """Dots from top to bottom."""
        return self.rows * self.dots.down

    @property
    def steps_per_dot(self) -> float:
        """First and last step lie in the middle of the first and last dot."""
        return (self.last - self.first) / max(1, self.dot_columns - 1)

    @property
    def steps_per_column(self) -> float:
        """Steps from one cell to the next."""
        return self.steps_per_dot * self.dots.across

    def step(self, column: int) -> float:
        """The step in the middle of a cell, held between the first and the last one."""
        dot = column * self.dots.across + (self.dots.across - 1) / 2
        return min(max(self.first + dot * self.steps_per_dot, self.first), self.last)

    def column(self, step: float) -> int:
        """Cell of a step, counted from the left edge of the plot; may lie outside."""
        return round((step - self.first) / self.steps_per_dot) // self.dots.across

    def row(self, value: float, limits: Limits) -> int:
        """Cell of a value, counted from the top of the plot; may lie outside."""
        return round((1 - limits.place(value)) * (self.dot_rows - 1)) // self.dots.down


def lay_out(spec: ChartSpec, dots: DotSet) -> Layout:
    """Share out the room; what does not fit is left out, the plot itself last."""
    below = spec.height - TITLE_ROWS
    base = below >= 2
    labels = spec.x_labels and below >= 3
    gutter = spec.gutter if spec.width >= max(NARROWEST_WITH_FRAME, 2 * spec.gutter) else 0
    return Layout(
        gutter=gutter,
        columns=max(1, spec.width - gutter),
        rows=max(1, below - base - labels),
        base=base,
        labels=labels,
        first=spec.first,
        last=max(spec.last, spec.first + 1),
        dots=dots,
    )


def frame_spec(layout: Layout, limits: Limits | None, spec: ChartSpec) -> FrameSpec:
    """Ticks in cells; two that fall into one row, or are too wide for the gutter, are dropped."""
    rows: dict[int, str] = {}
    for tick in _y_ticks(limits, layout.rows):
        assert limits is not None
        if len(tick.label) < layout.gutter:
            row = layout.rows - 1 - layout.row(tick.value, limits)
            rows.setdefault(row, tick.label)
    count = max(1, layout.columns // CELLS_PER_X_TICK)
    ticks = step_ticks(layout.first, layout.last, count)
    return FrameSpec(
        columns=layout.columns,
        rows=layout.rows,
        gutter=layout.gutter,
        y_ticks=tuple(rows.items()),
        x_ticks=tuple((layout.column(tick.value), tick.label) for tick in ticks),
        x_unit=spec.x_unit,
    )


def _y_ticks(limits: Limits | None, rows: int) -> tuple[Tick, ...]:
    if limits is None:
        return ()
    count = max(1, min(5, rows // 2))
    return (log_ticks if limits.log else linear_ticks)(limits.lo, limits.hi, count)
