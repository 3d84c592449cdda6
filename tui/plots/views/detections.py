"""Images with the boxes that are there and those that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import numpy as np
from rich.style import Style

from engine.observations import Array, Detections
from tui.names import shorten
from tui.plots.canvas import Canvas, write_centred
from tui.plots.heatmap import put_over
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.pixels import draw_pixels, enlarged, reduced
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import bad, good
from tui.plots.views.beside import Grid, Wanted, lay_beside
from tui.plots.views.each_run import for_each_run, sheet, write_fitting
from tui.plots.views.overlap import ENOUGH as ENOUGH_OVERLAP
from tui.plots.views.overlap import BoxSeen, Match, boxes_of, match
from tui.plots.views.panels import Box

NARROWEST = 30
NARROWEST_WORDS, WIDEST_WORDS = 15, 36
MOST_CAPTIONS = 6
ENOUGH = 4
"""Images for which all are made smaller."""
YELLOW = 4
WHITE = "#ffffff"
THERE, FOUND = "┌─┐│└┘", "╔═╗║╚╝"
THERE_ASCII, FOUND_ASCII = "T" * 6, "F" * 6
RIGHT, WRONG, MISSED = "✓", "✗", "○"


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """What is drawn, and where."""

    canvas: Canvas
    look: Look
    seen: Detections
    grid: Grid


def draw_detections(spec: ViewSpec) -> Canvas | None:
    """The images of each run; every box has a number, which is explained below its image."""
    return for_each_run(spec, Detections, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: Detections, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    count = min(len(seen.images), len(seen.true), len(seen.found))
    if not count or 0 in seen.images.shape:
        muted = style(look, look.colours.muted)
        write_centred(canvas, "There are no images.", (0, 0, width, height), muted)
        return canvas
    matches = [
        match(boxes_of(_rows(seen.true[index], 5)), boxes_of(_rows(seen.found[index], 6)))
        for index in range(count)
    ]
    _, _, rows, columns = seen.images.shape
    wanted = Wanted(
        count=count,
        image=(rows, columns),
        narrowest=NARROWEST_WORDS,
        widest=WIDEST_WORDS,
        rows=min(MOST_CAPTIONS, max(map(len, matches))),
        enough=ENOUGH,
    )
    grid = lay_beside(wanted, width, height - 1)
    _write_words(canvas, look, matches, grid.shown)
    page = _Page(canvas, look, seen, grid)
    for index, x, y in grid.places():
        if grid.image[0]:
            _draw_image(page, index, (x, y + 1))
            box = Box(x, y + 1, grid.image[1], grid.image[0])
            _draw_boxes(canvas, look, matches[index], box)
        _write_captions(page, matches[index], (x + grid.indent, y + 1))
    return canvas


def _rows(boxes: Array, columns: int) -> list[list[float]]:
    rows: list[list[float]] = boxes.numpy().astype(np.float64).reshape(-1, columns).tolist()
    return rows


def _write_words(
    canvas: Canvas, look: Look, matches: Sequence[Sequence[Match]], shown: int
) -> None:
    """How many boxes were found, and at the right what the outlines mean."""
    every = [one for boxes in matches for one in boxes]
    there = sum(one.true is not None for one in every)
    hits = sum(one.true is not None and one.found is not None for one in every)
    false = sum(one.true is None for one in every)
    found = f"{hits} of {there} found"
    alarms = f"{found}, {false} false"
    some = f"{alarms}; {shown} of {len(matches)} images" if shown < len(matches) else alarms
    plain = look.symbols == "ascii"
    legend = (
        (THERE_ASCII[0] if plain else THERE[:3], " there  ", _ink(look, YELLOW)),
        (FOUND_ASCII[0] if plain else FOUND[:3], " found", style(look, good(look), bold=True)),
    )
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    room = sum(len(sign) + len(word) for sign, word, _ in legend)
    end = canvas.width - room - 2
    if len(some) <= end:
        x = canvas.width - room
        for sign, word, ink in legend:
            x = canvas.text(canvas.text(x, 0, sign, ink), 0, word, muted)
    write_fitting(canvas, (0, 0), canvas.width, (some, alarms, found), text)


def _ink(look: Look, colour: int) -> Style:
    return style(look, (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[colour], bold=True)


def _draw_image(page: _Page, index: int, at: tuple[int, int]) -> None:
    image, grid = page.seen.images.numpy()[index].astype(np.float64), page.grid
    image = image if len(image) in (1, 3) else image[:1]
    if grid.reduction > 1:
        image = reduced(image, grid.reduction, grid.reduction)
    draw_pixels(page.canvas, enlarged(image, grid.scale), (0.0, 1.0), page.look, at)


def _draw_boxes(canvas: Canvas, look: Look, matches: Sequence[Match], box: Box) -> None:
    """True outlines first, found ones over them, then the numbers."""
    plain = look.symbols == "ascii"
    # Pictures are black to white in every theme, so that their boxes are drawn as on dark.
    yellow = style(look, OKABE_ITO[YELLOW], bold=True)
    for one in matches:
        if one.true is not None:
            _outline(canvas, one.true, THERE_ASCII if plain else THERE, yellow, box)
    for one in matches:
        if one.found is not None:
            ink = style(look, OKABE_ITO[0] if one.true else OKABE_ITO[5], bold=True)
            _outline(canvas, one.found, FOUND_ASCII if plain else FOUND, ink, box)
    for number, one in reversed(list(enumerate(matches[:9], start=1))):
        there = one.found or one.true
        assert there is not None
        left, top, _, _ = _cells(there, box)
        put_over(canvas, left, top, str(number), style(look, WHITE, bold=True))


def _cells(there: BoxSeen, box: Box) -> tuple[int, int, int, int]:
    """First and last column and row of cells, held inside the image."""
    left, right = there.x - there.width / 2, there.x + there.width / 2
    top, bottom = there.y - there.height / 2, there.y + there.height / 2
    held = [min(1.0, max(0.0, edge)) for edge in (left, top, right, bottom)]
    x0 = min(box.width - 1, floor(held[0] * box.width + 1e-6))
    y0 = min(box.height - 1, floor(held[1] * box.height + 1e-6))
    x1 = max(x0, ceil(held[2] * box.width - 1e-6) - 1)
    y1 = max(y0, ceil(held[3] * box.height - 1e-6) - 1)
    return box.left + x0, box.top + y0, box.left + x1, box.top + y1


def _outline(canvas: Canvas, there: BoxSeen, signs: str, ink: Style, box: Box) -> None:
    x0, y0, x1, y1 = _cells(there, box)
    for x in range(x0 + 1, x1):
        put_over(canvas, x, y0, signs[1], ink)
        put_over(canvas, x, y1, signs[1], ink)
    for y in range(y0 + 1, y1):
        put_over(canvas, x0, y, signs[3], ink)
        put_over(canvas, x1, y, signs[3], ink)
    corners = ((x1, y1, signs[5]), (x0, y1, signs[4]), (x1, y0, signs[2]), (x0, y0, signs[0]))
    for x, y, sign in corners:
        put_over(canvas, x, y, sign, ink)


def _write_captions(page: _Page, matches: Sequence[Match], at: tuple[int, int]) -> None:
    """A row for each box while there are rows; the last one counts those without."""
    canvas, look, grid = page.canvas, page.look, page.grid
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    for number, one in enumerate(matches[: grid.rows], start=1):
        x, y = at[0], at[1] + number - 1
        if number == grid.rows and len(matches) > grid.rows:
            more = f"… {len(matches) - grid.rows + 1} more"
            canvas.text(x, y, shorten(more, grid.words), muted)
            return
        sign, ink = _sign(look, one)
        x = canvas.text(canvas.text(x, y, str(number), text) + 1, y, sign, ink)
        room = grid.words - (x - at[0])
        write_fitting(canvas, (x, y), room, _forms(page.seen.classes, one), text)


def _sign(look: Look, one: Match) -> tuple[str, Style]:
    if one.found is None:
        return MISSED, _ink(look, YELLOW)
    fine = one.true is not None
    return (RIGHT, style(look, good(look))) if fine else (WRONG, style(look, bad(look)))


def _forms(classes: tuple[str, ...], one: Match) -> tuple[str, ...]:
    """What is said about a box, the fullest form first."""
    there = one.found or one.true
    assert there is not None
    name = _name(classes, there)
    if one.found is None:
        return (f" {name}, missed", f" {name} missed", f" {name}")
    sure = f"{100 * one.found.score:.0f} %"
    if one.true is None:
        why = _why_false(classes, one)
        return (f" {name} {sure}, {why}", f" {name} {sure}", f" {name}")
    return (f" {name} {sure}, overlap {one.overlap:.2f}", f" {name} {sure}", f" {name}")


def _why_false(classes: tuple[str, ...], one: Match) -> str:
    """Why a found box does not count."""
    if one.found is None or one.on is None:
        return "nothing there"
    if one.overlap < ENOUGH_OVERLAP:
        return f"overlap {one.overlap:.2f}"
    return "found twice" if one.on.label == one.found.label else f"is {_name(classes, one.on)}"


def _name(classes: tuple[str, ...], there: BoxSeen) -> str:
    known = 0 <= there.label < len(classes)
    return classes[there.label] if known else f"class {there.label}"
