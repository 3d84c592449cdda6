"""A line chart: title row, plot, base line with marks, labels of the steps."""

from __future__ import annotations

import numpy as np
from textual.strip import Strip

from tui.plots.canvas import Canvas, write_centred
from tui.plots.dots import DOT_SETS
from tui.plots.frame import frame
from tui.plots.layout import TITLE_ROWS, Layout, frame_spec, lay_out
from tui.plots.legend import write_title
from tui.plots.limits import Limits, StickyLimits
from tui.plots.lines import Seen, draw_lines, fit, look_at
from tui.plots.marks import RECURRING, clip_marks, nonfinite_marks, place
from tui.plots.palette import style
from tui.plots.spec import ChartSpec
from tui.plots.ticks import step_label

NOTHING_ABOVE_ZERO = "No value above 0 yet: a logarithmic axis cannot show it."


def draw(spec: ChartSpec, sticky: StickyLimits | None = None) -> list[Strip]:
    """Draw a chart as exactly `spec.height` strips of `spec.width` cells.

    `sticky` remembers the y axis from one drawing to the next.
    """
    return draw_on_canvas(spec, sticky).strips()


def draw_on_canvas(spec: ChartSpec, sticky: StickyLimits | None = None) -> Canvas:
    """The same as a part of a larger picture."""
    canvas = Canvas(spec.width, spec.height, plain=spec.look.symbols == "ascii")
    layout = lay_out(spec, DOT_SETS[spec.look.symbols])
    seen = [look_at(series, layout) for series in spec.series]
    limits = spec.y_limits or fit(spec, seen, sticky or StickyLimits())
    _draw_frame(canvas, spec, layout, limits)
    if limits is None:
        _say_why_empty(canvas, spec, layout, seen)
    else:
        draw_lines(canvas, spec, layout, seen, limits)
        _draw_cursor(canvas, spec, layout)
    _draw_marks(canvas, spec, layout, seen)
    write_title(canvas, spec, _dots_in_words(seen, layout) if spec.tell_dots else ())
    return canvas


def _dots_in_words(seen: list[Seen], layout: Layout) -> tuple[str, ...]:
    """How many steps one dot sums up, in full and in short; nothing where each has its own."""
    if not any((np.diff(one.window.edges) > 1).any() for one in seen):
        return ()
    steps = layout.steps_per_dot
    count = step_label(round(steps, 1 if steps < 10 else 0))
    return f"1 dot = {count} steps, extremes kept", f"1 dot = {count} steps"


def _draw_frame(canvas: Canvas, spec: ChartSpec, layout: Layout, limits: Limits | None) -> None:
    if not layout.gutter:
        return
    muted = style(spec.look, spec.look.colours.muted)
    rows = layout.rows + layout.base + layout.labels
    for y, row in enumerate(frame(frame_spec(layout, limits, spec))[:rows], start=TITLE_ROWS):
        canvas.row(y, row, muted)


def _say_why_empty(canvas: Canvas, spec: ChartSpec, layout: Layout, seen: list[Seen]) -> None:
    measured = any(np.isfinite(one.window.hi).any() for one in seen)
    words = NOTHING_ABOVE_ZERO if measured and spec.log_y else spec.empty
    box = (layout.gutter, TITLE_ROWS, layout.columns, layout.rows)
    write_centred(canvas, words, box, style(spec.look, spec.look.colours.muted))


def _draw_marks(canvas: Canvas, spec: ChartSpec, layout: Layout, seen: list[Seen]) -> None:
    """Letters on the base line; a chart without one has no room for them."""
    if not (layout.base and layout.gutter):
        return
    marks = list(spec.marks)
    for one in seen:
        marks += nonfinite_marks(one.window, layout)
    if spec.clipped is not None:
        before, after = spec.clipped
        marks += clip_marks(seen[before].window, seen[after].window, layout)
    colours = spec.look.colours
    for placed in place(marks, layout):
        recurring = placed.letter in RECURRING
        colour = colours.alert if placed.letter in "!F" else colours.text
        letter = style(spec.look, colours.muted if recurring else colour, bold=not recurring)
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
