"""What one example becomes on its way through the layers, each shape drawn to one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style

from engine.observations import LayerShapes
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.dots import DOT_SETS, Dots
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, sheet, write_fitting
from tui.plots.views.layer_rows import chosen
from tui.plots.views.numbers import SIDES, drawn, rows_of
from tui.plots.views.panels import blank, panels

NARROWEST = 34
BESIDE = 62
"""From this width on pictures stand beside the words, below them otherwise."""
SMALLEST_PICTURE = 12
LONGEST_NAME = 22
GAP = 2
LEAST_ROWS_WITH_WORDS = 4
HUE = 2
"""Which of the series' colours layers with weights have."""


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cells: tuple[str, ...]
    right: bool = True

    @property
    def width(self) -> int:
        return max(map(cell_len, (self.head, *self.cells)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn where."""

    kept: tuple[int, ...]
    """Numbers of the layers that have room."""
    columns: tuple[_Column, ...]
    pictures: tuple[Dots, ...]
    """One for each row; empty ones where they have no room."""
    left: int
    """Cell at which pictures begin."""
    below: bool
    side: int


def draw_shapes(spec: ViewSpec) -> Canvas | None:
    """The layers of all runs, side by side and to one scale, so that sizes can be compared."""
    seen = spec.all_seen(LayerShapes)
    if not seen:
        return None
    canvas = blank(spec)
    shown = panels(canvas, spec, list(seen), NARROWEST)
    rooms = [(seen[run], spec.look, box.width, max(0, box.height)) for run, box in shown]
    side = max(_planned(*room).side for room in rooms)
    for (_, box), room in zip(shown, rooms, strict=True):
        canvas.paste(box.left, box.top, _panel(*room, side))
        separate(canvas, spec.look, box.left)
    return canvas


@lru_cache(maxsize=16)
def _panel(seen: LayerShapes, look: Look, width: int, height: int, side: int) -> Canvas:
    """The layers of one run; a dot stands for a square of at least `side` numbers along it."""
    canvas = sheet(look, width, height)
    plan = _planned(seen, look, width, height, side)
    words = height >= LEAST_ROWS_WITH_WORDS
    muted = style(look, look.colours.muted)
    if words:
        _write(canvas, plan.columns, [column.head for column in plan.columns], 0, [muted] * 5)
    y, glyphs = 1 if words else 0, DOT_SETS[look.symbols]
    hues = OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT
    text, weights = style(look, look.colours.text), style(look, hues[HUE], bold=True)
    for number, (place, picture) in enumerate(zip(plan.kept, plan.pictures, strict=True)):
        first = weights if seen.parameters[place] else text
        cells = [column.cells[number] for column in plan.columns]
        _write(canvas, plan.columns, cells, y, [first, text, *[muted] * 3])
        y += plan.below
        for line in glyphs.cells(picture) if picture.size else ():
            dots = "".join(glyphs.characters[code] for code in line)
            canvas.text(plan.left, y, dots, weights if seen.parameters[place] else muted)
            y += 1
        y += 0 if picture.size else 1
    if words:
        write_fitting(canvas, (0, height - 1), width, _footers(seen, plan), muted)
    return canvas


@lru_cache(maxsize=32)
def _planned(seen: LayerShapes, look: Look, width: int, height: int, least: int = 1) -> _Plan:
    """What is drawn where in a panel of that size."""
    rows = height - 2 if height >= LEAST_ROWS_WITH_WORDS else height
    kept = tuple(chosen(seen.names, rows))
    return _plan(seen, kept, _columns(seen, kept, width), look, (width, rows, least))


def _columns(seen: LayerShapes, kept: Sequence[int], width: int) -> tuple[_Column, ...]:
    """As many as fit, the first ones longest."""
    norms, moved = seen.norms.numpy().tolist(), seen.moved.numpy().tolist()
    every = [
        _Column("layer", tuple(_named(seen, place, width) for place in kept), right=False),
        _Column("shape", tuple(_shape(seen.shapes[place]) for place in kept), right=False),
        _Column("params", tuple(_count(seen.parameters[place]) for place in kept)),
        _Column("moved", tuple(_figure(moved[place]) for place in kept)),
        _Column("norm", tuple(_figure(norms[place]) for place in kept)),
    ]
    while len(every) > 1 and sum(one.width + GAP for one in every) - GAP > width:
        every.pop()
    return tuple(every)


def _plan(
    seen: LayerShapes,
    kept: tuple[int, ...],
    columns: tuple[_Column, ...],
    look: Look,
    room: tuple[int, int, int],
) -> _Plan:
    """The largest scale at which all pictures have room; without pictures where there is none.

    `room`: cells across, rows, and the least side of the square that a dot may stand for.
    """
    width, rows, least = room
    shapes = [seen.shapes[place] for place in kept]
    taken = sum(one.width + GAP for one in columns)
    below = width < BESIDE and 2 * len(shapes) <= rows
    left = 1 if below else taken
    across, dots = width - left, DOT_SETS[look.symbols]
    for side in SIDES if across >= SMALLEST_PICTURE else ():
        if side < least:
            continue
        heights = [rows_of(shape, side, across, dots) for shape in shapes]
        high = sum(one + below for one in heights if one is not None)
        if high <= rows and None not in heights:
            pictures = tuple(drawn(shape, side, across, dots) for shape in shapes)
            return _Plan(kept, columns, pictures, left, below, side)
    nothing = tuple(drawn((), 1, 0, dots)[:0] for _ in shapes)
    return _Plan(kept, columns, nothing, left, below=False, side=0)


def _footers(seen: LayerShapes, plan: _Plan) -> tuple[str, ...]:
    """What a dot stands for, and the weights of all layers together, in ever fewer words.

    What a dot stands for is said in any case: without it sizes mean nothing.
    """
    total = sum(seen.parameters) + seen.unlisted
    unused = f", {seen.unlisted} of them in layers that are not used" if seen.unlisted else ""
    left_out = len(seen.names) - len(plan.kept)
    missing = f"; {left_out} layers have no room" if left_out else ""
    many = f"{total} parameters{unused}{missing}"
    few = f"{total} params{missing}"
    if not plan.side:
        return many, few, f"{total} params"
    square = plan.side**2
    dot = "a dot is a number" if square == 1 else f"a dot is up to {square} numbers"
    brief = "dot: 1 number" if square == 1 else f"dot: up to {square} numbers"
    return (
        f"{dot} of one example; {many}",
        f"{dot}; {many}",
        f"{dot}; {few}",
        f"{brief}; {few}",
        f"{brief}; {total} params",
        brief,
    )


def _named(seen: LayerShapes, place: int, width: int) -> str:
    name = f"{seen.names[place]} {seen.kinds[place]}".strip()
    return shorten(name, max(6, min(LONGEST_NAME, width // 3)))


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _count(parameters: int) -> str:
    return str(parameters) if parameters else ""


def _figure(value: float) -> str:
    return "" if math.isnan(value) else reading(value)


def _write(
    canvas: Canvas, columns: Sequence[_Column], cells: Sequence[str], y: int, inks: Sequence[Style]
) -> None:
    x = 0
    for column, cell, ink in zip(columns, cells, inks, strict=False):
        spare = column.width - cell_len(cell) if column.right else 0
        canvas.text(x + spare, y, cell, ink)
        x += column.width + GAP
