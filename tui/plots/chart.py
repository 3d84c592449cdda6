"""A line chart: title row, plot, base line with marks, labels of the steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.style import Style
from textual.strip import Strip

from engine.columns import Window
from engine.schedules.base import Mark
from tui.plots.canvas import Canvas, write_centred
from tui.plots.dots import DOT_SETS, Dots
from tui.plots.frame import frame
from tui.plots.layout import TITLE_ROWS, Layout, frame_spec, lay_out
from tui.plots.legend import line_style, write_title
from tui.plots.limits import SMALLEST, Limits, StickyLimits
from tui.plots.marks import clip_marks, nonfinite_marks, place
from tui.plots.palette import LineStyle, style
from tui.plots.raster import Spans, ink, spans
from tui.plots.spec import ChartSpec, Series

CELLS_PER_MARKER = 24
Line = tuple[Dots, Style]


@dataclass(frozen=True, slots=True)
class Layer:
    """One line, ready to be inked."""

    series: Series
    window: Window
    spans: Spans


def draw(spec: ChartSpec, sticky: StickyLimits | None = None) -> list[Strip]:
    """Draw a chart as exactly `spec.height` strips of `spec.width` cells.

    `sticky` remembers the y axis from one drawing to the next.
    """
    canvas = Canvas(spec.width, spec.height)
    layout = lay_out(spec, DOT_SETS[spec.look.symbols])
    windows = [_window(series, layout) for series in spec.series]
    limits = spec.y_limits or _fit(spec, windows, sticky or StickyLimits())
    _draw_frame(canvas, spec, layout, limits)
    if limits is None:
        box = (layout.gutter, TITLE_ROWS, layout.columns, layout.rows)
        write_centred(canvas, spec.empty, box, style(spec.look, spec.look.colours.muted))
    else:
        _draw_ink(canvas, spec, layout, windows, limits)
    _draw_marks(canvas, spec, layout, windows)
    _draw_cursor(canvas, spec, layout)
    write_title(canvas, spec)
    return canvas.strips()


def _window(series: Series, layout: Layout) -> Window:
    half = layout.steps_per_dot / 2
    return series.data.window(layout.first - half, layout.last + half, layout.dot_columns)


def _fit(spec: ChartSpec, windows: list[Window], sticky: StickyLimits) -> Limits | None:
    """Limits around everything visible; None where nothing can be drawn."""
    values = np.concatenate([np.empty(0), *(part for w in windows for part in (w.lo, w.hi))])
    values = values[values >= SMALLEST] if spec.log_y else values[np.isfinite(values)]
    if not len(values):
        return None
    ruled = [rule.value for rule in spec.rules if rule.value > 0 or not spec.log_y]
    lo, hi = min(float(values.min()), *ruled, np.inf), max(float(values.max()), *ruled, -np.inf)
    return sticky.fit(lo, hi, log=spec.log_y)


def _draw_frame(canvas: Canvas, spec: ChartSpec, layout: Layout, limits: Limits | None) -> None:
    if not layout.gutter:
        return
    muted = style(spec.look, spec.look.colours.muted)
    rows = layout.rows + layout.base + layout.labels
    for y, row in enumerate(frame(frame_spec(layout, limits, spec))[:rows], start=TITLE_ROWS):
        canvas.row(y, row, muted)


def _draw_ink(
    canvas: Canvas, spec: ChartSpec, layout: Layout, windows: list[Window], limits: Limits
) -> None:
    """Rules and faint lines first; where another line has ink, it takes the whole cell."""
    layers = [
        Layer(series, window, spans(window, limits, layout.dot_rows))
        for series, window in zip(spec.series, windows, strict=True)
    ]
    rules: list[Line] = [
        (_rule_ink(rule.value, rule.line, layout, limits), style(spec.look, rule.colour))
        for rule in spec.rules
        if rule.value > 0 or not limits.log
    ]
    faint = [_line(layer, layout, spec) for layer in layers if layer.series.faint]
    clear = [_line(layer, layout, spec) for layer in layers if not layer.series.faint]
    _paint(canvas, layout, rules + faint)
    _paint(canvas, layout, clear)
    for index, layer in enumerate(layers):
        if layer.series.marker:
            _draw_markers(canvas, spec, layout, layer, index)


def _line(layer: Layer, layout: Layout, spec: ChartSpec) -> Line:
    dots = ink(layer.spans, layout.dot_rows, layer.series.line)
    return dots, line_style(layer.series, spec.look)


def _rule_ink(value: float, line: LineStyle, layout: Layout, limits: Limits) -> Dots:
    row = round((1 - limits.place(value)) * (layout.dot_rows - 1))
    level = np.full(layout.dot_columns, row)
    return ink(Spans(level, level), layout.dot_rows, line)


def _paint(canvas: Canvas, layout: Layout, lines: list[Line]) -> None:
    """Put the dots of all lines together; a cell takes the style of the last line in it."""
    codes = np.zeros((layout.rows, layout.columns), dtype=np.intp)
    owner = np.zeros((layout.rows, layout.columns), dtype=np.intp)
    for index, (dots, _) in enumerate(lines):
        cells = layout.dots.cells(dots)
        codes |= cells
        owner[cells > 0] = index
    characters = layout.dots.characters
    for y, x in np.argwhere(codes).tolist():
        glyph = characters[codes[y, x]]
        canvas.put(layout.gutter + x, TITLE_ROWS + y, glyph, lines[owner[y, x]][1])


def _draw_markers(
    canvas: Canvas, spec: ChartSpec, layout: Layout, layer: Layer, index: int
) -> None:
    """Shapes along a line, shifted from series to series, and at its newest point."""
    drawn = np.flatnonzero(layer.spans.top <= layer.spans.bottom)
    if not len(drawn):
        return
    cells = drawn // layout.dots.across
    phase = CELLS_PER_MARKER // 2 + 5 * index
    chosen = {int(drawn[-1]), *drawn[(cells - phase) % CELLS_PER_MARKER == 0].tolist()}
    ink_style = style(spec.look, layer.series.colour, bold=True)
    for dot in sorted(chosen):
        middle = (int(layer.spans.top[dot]) + int(layer.spans.bottom[dot])) // 2
        y = middle // layout.dots.down
        if 0 <= y < layout.rows:
            x = layout.gutter + dot // layout.dots.across
            canvas.put(x, TITLE_ROWS + y, layer.series.marker, ink_style)


def _draw_marks(canvas: Canvas, spec: ChartSpec, layout: Layout, windows: list[Window]) -> None:
    if not (layout.base and layout.gutter):
        return
    marks: list[Mark] = list(spec.marks)
    for window in windows:
        marks += nonfinite_marks(window, layout)
    if spec.clipped is not None:
        before, after = spec.clipped
        marks += clip_marks(windows[before], windows[after], layout)
    colours = spec.look.colours
    for placed in place(marks, layout):
        colour = colours.alert if placed.letter in "!F" else colours.text
        letter = style(spec.look, colour, bold=True)
        canvas.put(layout.gutter + placed.column, TITLE_ROWS + layout.rows, placed.letter, letter)


def _draw_cursor(canvas: Canvas, spec: ChartSpec, layout: Layout) -> None:
    if spec.cursor is None or not 0 <= (column := layout.column(spec.cursor)) < layout.columns:
        return
    x = layout.gutter + column
    line = style(spec.look, spec.look.colours.muted, spec.look.colours.cursor)
    shade = style(spec.look, on=spec.look.colours.cursor)
    for y in range(TITLE_ROWS, min(canvas.height, TITLE_ROWS + layout.rows)):
        if canvas.glyphs[y][x] == " ":
            canvas.put(x, y, layout.dots.vertical, line)
        else:
            canvas.over(x, y, shade)
