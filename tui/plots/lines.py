"""The lines of a chart: what of each series is visible, and its dots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.columns import Window
from tui.plots.canvas import Canvas
from tui.plots.dots import Dots
from tui.plots.layout import TITLE_ROWS, Layout
from tui.plots.legend import line_style
from tui.plots.limits import SMALLEST, Limits, StickyLimits
from tui.plots.painting import Inked, paint
from tui.plots.palette import LineStyle, style
from tui.plots.raster import Spans, ink, spans_of
from tui.plots.spec import ChartSpec, Series

CELLS_PER_MARKER = 24


@dataclass(frozen=True, slots=True)
class Seen:
    """The visible part of a series."""

    series: Series
    window: Window
    """One column for each dot."""
    around: Window | None
    """The same with as many columns again on both sides, where the line is cut by an edge
    between two of its points."""


def visible_spans(seen: list[Seen], limits: Limits, dots: int) -> list[Spans]:
    """Lit rows of each visible dot column of each series."""
    found = spans_of([one.around or one.window for one in seen], limits, dots)
    return [
        rows if one.around is None else _middle(rows, len(one.window.lo))
        for one, rows in zip(seen, found, strict=True)
    ]


def _middle(wide: Spans, columns: int) -> Spans:
    return Spans(wide.top[columns : 2 * columns], wide.bottom[columns : 2 * columns])


def look_at(series: Series, layout: Layout) -> Seen:
    """Sum up the steps that a layout shows."""
    columns, half = layout.dot_columns, layout.steps_per_dot / 2
    first, last = layout.first - half, layout.last + half
    window = series.data.window(first, last, columns)
    edges = window.edges
    cut_left = edges[1] == edges[0] > 0
    cut_right = edges[-2] == edges[-1] < len(series.data)
    if not (cut_left or cut_right):
        return Seen(series, window, None)
    span = last - first
    return Seen(series, window, series.data.window(first - span, last + span, 3 * columns))


def fit(spec: ChartSpec, seen: list[Seen], sticky: StickyLimits) -> Limits | None:
    """Limits around everything visible; None where nothing can be drawn."""
    inside = _values([one.window for one in seen], log=spec.log_y)
    around = [one.around for one in seen if one.around is not None]
    values = inside if len(inside) else _values(around, log=spec.log_y)
    if not len(values):
        return None
    ruled = [rule.value for rule in spec.rules if rule.value > 0 or not spec.log_y]
    lo, hi = min(float(values.min()), *ruled, np.inf), max(float(values.max()), *ruled, -np.inf)
    return sticky.fit(lo, hi, log=spec.log_y)


def _values(windows: list[Window], *, log: bool) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    parts = [part for window in windows for part in (window.lo, window.hi)]
    values = np.concatenate([np.empty(0), *parts])
    return values[values >= SMALLEST] if log else values[np.isfinite(values)]


def draw_lines(
    canvas: Canvas, spec: ChartSpec, layout: Layout, seen: list[Seen], limits: Limits
) -> None:
    """Rules and faint lines first; where another line has ink, it takes the whole cell."""
    rows_of_all = visible_spans(seen, limits, layout.dot_rows)
    inked = [(one.series, rows) for one, rows in zip(seen, rows_of_all, strict=True)]
    faint: list[Inked] = [
        (_rule_ink(rule.value, rule.line, layout, limits), style(spec.look, rule.colour))
        for rule in spec.rules
        if rule.value > 0 or not limits.log
    ]
    clear: list[Inked] = []
    for series, rows in inked:
        line = (ink(rows, layout.dot_rows, series.line), line_style(series, spec.look))
        (faint if series.faint else clear).append(line)
    paint(canvas, layout.dots, faint, (layout.gutter, TITLE_ROWS))
    paint(canvas, layout.dots, clear, (layout.gutter, TITLE_ROWS))
    for index, (series, rows) in enumerate(inked):
        if series.marker:
            glyph = style(spec.look, series.colour, bold=True)
            for x, y in _marker_cells(rows, layout, index):
                canvas.put(layout.gutter + x, TITLE_ROWS + y, series.marker, glyph)


def _rule_ink(value: float, line: LineStyle, layout: Layout, limits: Limits) -> Dots:
    row = round((1 - limits.place(value)) * (layout.dot_rows - 1))
    level = np.full(layout.dot_columns, row)
    return ink(Spans(level, level), layout.dot_rows, line)


def _marker_cells(rows: Spans, layout: Layout, index: int) -> list[tuple[int, int]]:
    """Cells along a line, shifted from series to series, and that of its newest point."""
    drawn = np.flatnonzero(rows.top <= rows.bottom)
    if not len(drawn):
        return []
    across, newest = layout.dots.across, int(drawn[-1])
    phase = (CELLS_PER_MARKER // 2 + 5 * index) % CELLS_PER_MARKER
    chosen = {newest // across: newest}
    for x in range(phase, newest // across, CELLS_PER_MARKER):
        for dot in range(x * across, (x + 1) * across):
            if rows.top[dot] <= rows.bottom[dot]:
                chosen[x] = dot
    middles = {
        x: int(rows.top[dot] + rows.bottom[dot]) // 2 // layout.dots.down
        for x, dot in chosen.items()
    }
    return [(x, y) for x, y in middles.items() if 0 <= y < layout.rows]
