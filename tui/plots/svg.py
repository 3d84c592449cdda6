"""Charts as an SVG picture: real lines and letters, for a page or a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from engine.columns import Window
from tui.plots.limits import SMALLEST, Limits, snap
from tui.plots.spec import ChartSpec, Rule, Series
from tui.plots.ticks import linear_ticks, log_ticks, step_ticks

WIDTH, LEFT, RIGHT = 960, 72, 20
TOP, HEADING, BETWEEN, FOOT = 44, 30, 16, 40
COLUMNS = 800
"""Stretches that a line is summed up in; their lows and highs are drawn."""
DASHES = {"solid": "", "dashed": "7 4", "dotted": "2 3", "sparse": "1 5"}
STYLE = "font-family: ui-sans-serif, system-ui, sans-serif; font-size: 13px"


@dataclass(frozen=True, slots=True)
class Box:
    """Where one chart is drawn, in pixels."""

    top: float
    height: float
    first: float
    last: float
    limits: Limits

    def x(self, step: float) -> float:
        """Of a step."""
        share = (step - self.first) / max(self.last - self.first, 1.0)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Of a value."""
        return self.top + (1 - self.limits.place(value)) * self.height


def write_svg(title: str, charts: Sequence[ChartSpec], heights: Sequence[int]) -> str:
    """The charts one below the other, on one x axis; `heights` in pixels."""
    total = TOP + sum(heights) + len(charts) * (HEADING + BETWEEN) + FOOT
    colours = charts[0].look.colours
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" style="{STYLE}">',
        f"<title>{_said(title)}</title>",
        f'<rect width="{WIDTH}" height="{total}" fill="{colours.background}"/>',
        _text(LEFT, 26, title, colours.text, 'font-weight="600" font-size="16"'),
    ]
    top = float(TOP)
    for number, (spec, height) in enumerate(zip(charts, heights, strict=True)):
        parts += _chart(spec, top + HEADING, height, last=number == len(charts) - 1)
        top += HEADING + height + BETWEEN
    return "\n".join([*parts, "</svg>", ""])


def _chart(spec: ChartSpec, top: float, height: int, *, last: bool) -> Iterator[str]:
    windows = [series.data.window(spec.first, spec.last + 1, COLUMNS) for series in spec.series]
    muted = spec.look.colours.muted
    heading = f"{spec.title} (log)" if spec.log_y else spec.title
    yield _text(LEFT, top - 10, heading, spec.look.colours.text, 'font-weight="600"')
    limits = _limits(spec, windows)
    if limits is None:
        yield _text(LEFT, top + height / 2, spec.empty, muted)
        return
    box = Box(top, height, spec.first, spec.last, limits)
    yield from _axes(spec, box, labels=last)
    for rule in spec.rules:
        yield from _rule(rule, box)
    for series, window in zip(spec.series, windows, strict=True):
        yield from _line(series, window, box)
    for mark in spec.marks:
        colour = spec.look.colours.alert if mark.letter in "!F" else muted
        letter = _text(box.x(mark.step), top + height - 4, mark.letter, colour, MIDDLE)
        yield f"<g><title>{_said(mark.meaning)}</title>{letter}</g>"
    yield from _legend(spec, top - 10)


MIDDLE, END = 'text-anchor="middle"', 'text-anchor="end"'


def _limits(spec: ChartSpec, windows: Sequence[Window]) -> Limits | None:
    if spec.y_limits is not None:
        return spec.y_limits
    values = np.concatenate([np.empty(0), *(part for w in windows for part in (w.lo, w.hi))])
    values = values[values >= SMALLEST] if spec.log_y else values[np.isfinite(values)]
    if not len(values):
        return None
    ruled = [rule.value for rule in spec.rules if rule.value > 0 or not spec.log_y]
    lo, hi = min([float(values.min()), *ruled]), max([float(values.max()), *ruled])
    return snap(lo, hi, log=spec.log_y)


def _axes(spec: ChartSpec, box: Box, *, labels: bool) -> Iterator[str]:
    muted, faint = spec.look.colours.muted, spec.look.colours.cursor
    ticks = (log_ticks if box.limits.log else linear_ticks)(box.limits.lo, box.limits.hi, 5)
    right, bottom = WIDTH - RIGHT, box.top + box.height
    for tick in ticks:
        y = box.y(tick.value)
        yield _path(f"M{LEFT} {y:.1f}H{right}", faint)
        yield _text(LEFT - 8, y + 4, tick.label, muted, END)
    for tick in step_ticks(box.first, box.last, 10):
        x = box.x(tick.value)
        yield _path(f"M{x:.1f} {bottom}v5", muted)
        if labels:
            yield _text(x, bottom + 20, tick.label, muted, MIDDLE)
    if labels:
        yield _text(right, bottom + 36, spec.x_unit, muted, END)
    yield _path(f"M{LEFT} {box.top}V{bottom}H{right}", muted)


def _rule(rule: Rule, box: Box) -> Iterator[str]:
    if rule.value > 0 or not box.limits.log:
        y = box.y(rule.value)
        yield _path(f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", rule.colour, DASHES[rule.line])
        yield _text(WIDTH - RIGHT, y - 4, rule.name, rule.colour, END)


def _line(series: Series, window: Window, box: Box) -> Iterator[str]:
    pieces: list[str] = []
    down = False
    for column in range(len(window.lo)):
        empty = window.edges[column] == window.edges[column + 1]
        if empty:
            continue
        values = [v for v in (window.lo[column], window.hi[column]) if _drawable(v, box.limits)]
        x = box.x(box.first + (column + 0.5) * (box.last + 1 - box.first) / COLUMNS)
        for value in dict.fromkeys(values):
            pieces.append(f"{'L' if down else 'M'}{x:.1f} {box.y(value):.1f}")
            down = True
        down = down and bool(values) and not window.nonfinite[column]
    if pieces:
        yield from _markers(series, pieces)
        # A point alone is a line without length, which only a round cap makes visible.
        more = f' opacity="{0.35 if series.faint else 1}" stroke-linecap="round"'
        yield _path("".join(pieces), series.colour, DASHES[series.line], width=1.6, more=more)


def _markers(series: Series, pieces: Sequence[str]) -> Iterator[str]:
    """The marker at the newest point, and twice on the way: colour is not all that tells."""
    if series.marker:
        for at in sorted({len(pieces) // 3, 2 * len(pieces) // 3, len(pieces) - 1}):
            x, y = pieces[at][1:].split(" ")
            yield _text(float(x), float(y) + 5, series.marker, series.colour, MIDDLE)


def _legend(spec: ChartSpec, y: float) -> Iterator[str]:
    """Names at the right end of the heading, each behind a piece of its line."""
    x = float(WIDTH - RIGHT)
    for series in reversed([one for one in spec.series if one.name]):
        name = f"{series.marker} {series.name}".strip()
        x -= 7.2 * len(name)
        yield _text(x, y, name, spec.look.colours.text)
        x -= 34
        line = _path(f"M{x:.1f} {y - 4:.1f}h26", series.colour, DASHES[series.line], width=2)
        yield line
        x -= 18


def _drawable(value: float, limits: Limits) -> bool:
    return bool(np.isfinite(value)) and (value >= SMALLEST or not limits.log)


def _path(where: str, colour: str, dashes: str = "", *, width: float = 1.0, more: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{where}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}{more}/>'


def _text(x: float, y: float, text: str, colour: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" {more}>{_said(text)}</text>'


def _said(text: str) -> str:
    """Safe between tags; control characters, which XML has no word for, are left out."""
    return escape("".join(sign for sign in text if sign.isprintable()))
