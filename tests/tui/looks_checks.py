"""What has to hold of every screen, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from looks import Row, Run
from rich.color import Color, ColorType
from textual.app import App
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.themes import DARK, LIGHT
from tui.widgets.drawn_rows import DrawnRows
from tui.widgets.key_bar import KeyBar
from tui.widgets.top_line import TopLine

TEXT, QUIET = 4.5, 3.0
"""Contrast that words need; that quiet words, ticks and marks need."""
WORD = re.compile(r"[^\W_]{2,}")
"""What is read, not looked at."""
QUIET_COLOURS = {str(theme.variables["muted"]) for theme in (DARK, LIGHT)}


def check_size(rows: Sequence[Row], width: int, height: int) -> None:
    """No row is wider or narrower than the terminal."""
    assert len(rows) == height
    wrong = [(y, row.width, row.text) for y, row in enumerate(rows) if row.width != width]
    assert not wrong, wrong


def check_edges(app: App[None]) -> None:
    """Where the learner is stands in the first row, the keys in the last."""
    if app.screen.is_modal:
        return
    top, keys = app.screen.query_one(TopLine), app.screen.query_one(KeyBar)
    assert top.region.y == 0
    assert top.left.plain.strip(), f"no title on {app.screen}"
    assert keys.region.y == app.size.height - 1
    assert keys.region.width == app.size.width
    assert keys.render().plain.strip(), f"no keys on {app.screen}"


def check_whole(app: App[None]) -> None:
    """Nothing that does not scroll is larger than the place it has."""
    cut = [
        f"{widget!r}: {words}" for widget in app.screen.walk_children() for words in _cut(widget)
    ]
    assert not cut, "\n".join(cut)


def check_ascii(rows: Iterable[Row]) -> None:
    """Every character is one that any terminal has."""
    strange = {(char, row.text.strip()) for row in rows for char in row.text if ord(char) > 127}
    assert not strange, strange


def check_no_colour(rows: Iterable[Row]) -> None:
    """No style asks for a colour."""
    coloured = [
        (run.text, str(run.style))
        for row in rows
        for run in row.runs
        for colour in (run.style.color, run.style.bgcolor)
        if colour is not None and colour.type is not ColorType.DEFAULT
    ]
    assert not coloured, coloured[:5]


def check_contrast(app: App[None], rows: Sequence[Row]) -> None:
    """Words can be read against what is behind them; what a dialog covers is meant to be dim."""
    rows = _dialog(app.screen, rows) if app.screen.is_modal else rows
    weak = {
        f"{run.text.strip()!r} {run.style}: {found:.1f} of {needed}"
        for row in rows
        for run, found, needed in _contrasts(row)
        if found < needed
    }
    assert not weak, "\n".join(sorted(weak))


def _dialog(screen: Screen[None], rows: Sequence[Row]) -> list[Row]:
    box = screen.children[0].region
    inside = ((y, row) for y, row in enumerate(rows) if box.y <= y < box.bottom)
    return [
        replace(row, runs=tuple(run for run in row.runs if box.x <= run.x < box.right))
        for _, row in inside
    ]


def _contrasts(row: Row) -> Iterator[tuple[Run, float, float]]:
    for run in row.runs:
        front, back = run.style.color, run.style.bgcolor
        if front is None or back is None or not WORD.search(run.text):
            continue
        if run.style.reverse:
            front, back = back, front
        quiet = front.name in QUIET_COLOURS
        yield run, contrast(front, back), QUIET if quiet else TEXT


@lru_cache(maxsize=1000)
def contrast(front: Color, back: Color) -> float:
    """As the Web Content Accessibility Guidelines define it."""
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.get_truecolor().normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _cut(widget: Widget) -> Iterator[str]:
    """What of a widget is not seen though nothing says so."""
    region = widget.region
    if not widget.is_on_screen or not region or isinstance(widget, DrawnRows):
        return
    parent = widget.parent
    if isinstance(parent, Widget) and not _scrolls(parent):
        inside = parent.region
        if not inside.contains_region(region):
            yield f"{region} sticks out of {inside}"
    if type(widget) is Static and not widget.is_scrollable:
        yield from _too_long(widget, widget.visual)


def _scrolls(widget: Widget) -> bool:
    """Whether it, or what it stands in, can be scrolled to the rest."""
    return any(
        isinstance(one, Widget) and one.is_scrollable and (one.allow_vertical_scroll)
        for one in (widget, *widget.ancestors)
    )


def _too_long(widget: Static, visual: object) -> Iterator[str]:
    room = widget.content_size
    if not isinstance(visual, Content) or not visual.plain.strip():
        return
    lines = visual.wrap(max(room.width, 1))
    if len(lines) > room.height:
        yield f"{len(lines)} lines in {room.height} rows: {visual.plain[:60]!r}"
