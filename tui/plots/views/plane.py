"""A plane with two axes: points and curves find their cells on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.history import Points
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.dots import DOT_SETS, Dots, DotSet
from tui.plots.frame import FrameSpec, frame
from tui.plots.limits import Limits, snap
from tui.plots.palette import LineStyle, Look, style
from tui.plots.path import to_dots
from tui.plots.raster import ink, spans
from tui.plots.ticks import Tick, linear_ticks
from tui.plots.views.panels import Box

CELLS_PER_X_TICK = 10
NARROWEST_WITH_AXIS = 16
LEAST_ROWS_WITH_BASE = 3
LEAST_ROWS_WITH_LABELS = 5
LEAST_ROWS_WITH_NAMES = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along one side."""

    name: str
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The part of a canvas inside both axes."""

    left: int
    """Its first cell."""
    top: int
    columns: int
    """Cells."""
    rows: int
    x: Limits
    y: Limits
    dots: DotSet

    def places(self, points: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
        """Cells (x, y) of the canvas in which points, (n, 2), lie; those outside are left out."""
        cells = self._dots(points) // (self.dots.across, self.dots.down)
        for x, y in np.unique(cells, axis=0).tolist():
            yield self.left + x, self.top + y

    def scatter(self, points: NDArray[np.float64]) -> Dots:
        """One dot for each point."""
        lit: Dots = np.zeros(self._shape, dtype=np.bool_)
        x, y = self._dots(points).T
        lit[y, x] = True
        return lit

    def curve(self, x: ArrayLike, y: ArrayLike, line: LineStyle = "solid") -> Dots:
        """The line through points in the order of x; what is no number leaves a gap."""
        across = np.asarray(x, dtype=np.float64)
        order = np.argsort(across[np.isfinite(across)], kind="stable")
        series = Points.of(
            across[np.isfinite(across)][order],
            np.asarray(y, dtype=np.float64)[np.isfinite(across)][order],
        )
        rows, columns = self._shape
        half = (self.x.hi - self.x.lo) / max(1, columns - 1) / 2
        window = series.window(self.x.lo - half, self.x.hi + half, columns)
        return ink(spans(window, self.y, rows), rows, line)

    @property
    def at(self) -> tuple[int, int]:
        """Its first cell."""
        return self.left, self.top

    @property
    def _shape(self) -> tuple[int, int]:
        """Rows and columns of dots."""
        return self.rows * self.dots.down, self.columns * self.dots.across

    def _dots(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """(n, 2) column and row of the dots inside."""
        rows, columns = self._shape
        ends = (self.x.lo, self.x.hi), (self.y.lo, self.y.hi)
        found = np.rint(to_dots(points.reshape(-1, 2), *ends, rows, columns)).astype(np.int64)
        return found[((found >= 0) & (found < (columns, rows))).all(axis=1)]


def around(*values: NDArray[np.float64]) -> Limits:
    """Round limits around all finite values; 0 … 1 where there are none."""
    every = np.concatenate([np.empty(0), *(part.ravel() for part in values)])
    finite = every[np.isfinite(every)]
    return snap(float(finite.min()), float(finite.max())) if len(finite) else Limits(0.0, 1.0)


def with_room(values: NDArray[np.float64], share: float) -> Limits | None:
    """Limits that leave a share of the extent free on both sides; None without finite values.

    Where what they are put around stays the same, they stay the same too, whatever else is drawn.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return None
    lo, hi = float(finite.min()), float(finite.max())
    room = share * (hi - lo) or 0.1 * abs(lo) or 1.0
    return Limits(lo - room, hi + room)


def draw_plane(canvas: Canvas, look: Look, box: Box, x: Axis, y: Axis) -> Plane:
    """Draw both axes with ticks and names into a box; what has no room is left out."""
    base = box.height >= LEAST_ROWS_WITH_BASE
    labels = box.height >= LEAST_ROWS_WITH_LABELS
    names = box.height >= LEAST_ROWS_WITH_NAMES
    rows = max(1, box.height - base - labels - names)
    y_ticks = linear_ticks(y.limits.lo, y.limits.hi, max(1, min(5, rows // 2)))
    gutter = max((len(tick.label) for tick in y_ticks), default=0) + 2
    gutter = gutter if box.width >= max(NARROWEST_WITH_AXIS, 2 * gutter) else 0
    plane = Plane(
        left=box.left + gutter,
        top=box.top,
        columns=max(1, box.width - gutter),
        rows=rows,
        x=x.limits,
        y=y.limits,
        dots=DOT_SETS[look.symbols],
    )
    muted = style(look, look.colours.muted)
    if gutter:
        drawn = frame(_frame(plane, gutter, y_ticks))[: rows + base + labels]
        for row, text in enumerate(drawn, start=box.top):
            canvas.text(box.left, row, text, muted)
    if names:
        words = f"→ {x.name}   ↑ {y.name}"
        canvas.text(box.left, box.top + rows + 2, shorten(words, box.width), muted)
    return plane


def _frame(plane: Plane, gutter: int, y_ticks: tuple[Tick, ...]) -> FrameSpec:
    rows: dict[int, str] = {}
    for tick in y_ticks:
        place = plane.y.place(tick.value) * (plane.rows * plane.dots.down - 1)
        rows.setdefault(round(place) // plane.dots.down, tick.label)
    dots = plane.columns * plane.dots.across - 1
    x_ticks = linear_ticks(plane.x.lo, plane.x.hi, max(1, plane.columns // CELLS_PER_X_TICK))
    return FrameSpec(
        columns=plane.columns,
        rows=plane.rows,
        gutter=gutter,
        y_ticks=tuple(rows.items()),
        x_ticks=tuple(
            (round(plane.x.place(tick.value) * dots) // plane.dots.across, tick.label)
            for tick in x_ticks
        ),
        x_unit="",
    )
