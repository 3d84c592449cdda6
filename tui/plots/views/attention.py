"""Where each position of one example looks: a map for every head of every layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size

from engine.observations import Attention
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style
from tui.plots.pixels import enlarged, halves, reduced
from tui.plots.scale import Scale, legend, linear_scale, paint, paint_halves
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, write_fitting
from tui.plots.views.panels import Box, blank, panels
from tui.plots.views.tiling import GAP, Wanted, tile

NARROWEST = 26
WIDEST_TOKEN, NARROWEST_TOKEN = 9, 1
WIDEST_KEY, NARROWEST_KEY = 6, 2
"""Cells of one column of a map with words."""
LEAST_ROWS_WITH_WORDS = 6
Map = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """One head's map."""

    name: str
    weights: Map
    """(queries, keys)"""


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """What is drawn for one run."""

    heads: list[Head]
    tokens: tuple[str, ...]
    scale: Scale


def draw_attention(spec: ViewSpec) -> Canvas | None:
    """All heads of each run, with their words where there is room for them."""
    seen = {run: one for run, one in spec.all_seen(Attention).items() if one.maps}
    if not seen:
        return None
    canvas = blank(spec)
    heads = {run: heads_of(one) for run, one in seen.items()}
    scale = linear_scale(*(head.weights for every in heads.values() for head in every))
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        separate(canvas, spec.look, box.left)
        sheet = _Sheet(heads[run], seen[run].tokens, scale)
        words = 2 if box.height >= LEAST_ROWS_WITH_WORDS else 0
        room = Box(box.left, box.top, box.width, box.height - words)
        shown, named = _draw_heads(canvas, spec.look, sheet, room)
        if words:
            _write_words(canvas, spec.look, sheet, box, (shown, named, seen[run].label))
    return canvas


def heads_of(seen: Attention) -> list[Head]:
    """Every head of every layer, in order; names say as much as there is to tell apart."""
    heads = []
    for number, (layer, maps) in enumerate(zip(seen.layers, seen.maps, strict=False), start=1):
        weights = maps.numpy().astype(np.float64)
        if weights.ndim != 3 or 0 in weights.shape:
            continue
        layer_name = f"L{number}" if len(seen.maps) > 1 else layer
        for head, one in enumerate(weights, start=1):
            part = f"head {head}" if len(weights) > 1 else ""
            named = (f"{layer_name} {part}" if len(seen.maps) > 1 else part) or layer_name
            heads.append(Head(named.strip(), one))
    return heads


def _draw_heads(canvas: Canvas, look: Look, sheet: _Sheet, box: Box) -> tuple[int, bool]:
    """With words where all of them have room, else as small maps; returns how many, and which."""
    if not sheet.heads or box.width < 1 or box.height < 1:
        return 0, False
    key = _key_width(sheet, box)
    if key:
        return _draw_with_words(canvas, look, sheet, box, key), True
    queries, keys = _side(sheet)
    wanted = Wanted(
        count=len(sheet.heads),
        height=queries,
        width=keys,
        columns=0,
        caption=max(cell_len(head.name) for head in sheet.heads),
        caption_rows=1,
        halves=halves(look),
    )
    tiling = tile(wanted, box)
    if tiling is None:
        return 0, False
    for index, x, y in tiling.places():
        pixels = sheet.heads[index].weights[None]
        if tiling.reduction > 1:
            pixels = reduced(pixels, tiling.reduction, tiling.reduction)
        levels = sheet.scale.levels(enlarged(pixels, tiling.scale)[0])
        if len(levels) % 2:
            levels = np.vstack([levels, np.full((1, levels.shape[1]), -1)])
        paint_halves(canvas, levels, look, (x, y))
        name = shorten(sheet.heads[index].name, tiling.cell.width)
        canvas.text(x, y + tiling.rows, name, style(look, look.colours.muted))
    return tiling.shown, False


def _side(sheet: _Sheet) -> tuple[int, int]:
    """Rows and columns of the largest map."""
    shapes = [head.weights.shape for head in sheet.heads]
    return max(rows for rows, _ in shapes), max(columns for _, columns in shapes)


def _gutter(sheet: _Sheet) -> int:
    longest = max((cell_len(token) for token in sheet.tokens), default=0)
    return min(max(longest, NARROWEST_TOKEN), WIDEST_TOKEN) + 1


def _grid(sheet: _Sheet, box: Box, key: int) -> tuple[int, int]:
    """Maps with words that have room side by side, and below each other."""
    queries, keys = _side(sheet)
    width, height = _gutter(sheet) + key * keys, queries + 2
    return (box.width + GAP) // (width + GAP), (box.height + 1) // (height + 1)


def _key_width(sheet: _Sheet, box: Box) -> int:
    """Cells of a column where all heads have room with their words; 0 where they have not."""
    if not sheet.tokens:
        return 0
    longest = max(cell_len(token) for token in sheet.tokens) + 1
    for key in range(min(WIDEST_KEY, max(longest, NARROWEST_KEY)), NARROWEST_KEY - 1, -1):
        across, down = _grid(sheet, box, key)
        if across * down >= len(sheet.heads):
            return key
    return 0


def _draw_with_words(canvas: Canvas, look: Look, sheet: _Sheet, box: Box, key: int) -> int:
    """Name of the head, keys above, queries at the left."""
    across, _ = _grid(sheet, box, key)
    queries, keys = _side(sheet)
    gutter = _gutter(sheet)
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    for index, head in enumerate(sheet.heads):
        x = box.left + (index % across) * (gutter + key * keys + GAP)
        y = box.top + (index // across) * (queries + 3)
        canvas.text(x, y, shorten(head.name, gutter + key * keys), text)
        levels = sheet.scale.levels(head.weights)
        paint(canvas, levels.repeat(key, axis=1), look, (x + gutter, y + 2))
        for place, token in enumerate(sheet.tokens):
            word = set_cell_size(shorten(token, key - 1), key - 1)
            if place < head.weights.shape[1]:
                canvas.text(x + gutter + place * key, y + 1, word, muted)
            if place < head.weights.shape[0]:
                canvas.text(x, y + 2 + place, shorten(token, gutter - 1).rjust(gutter - 1), muted)
    return len(sheet.heads)


def _write_words(
    canvas: Canvas, look: Look, sheet: _Sheet, box: Box, what: tuple[int, bool, str]
) -> None:
    """What a cell is, and what the colours mean; then the example, where the maps do not say it."""
    shown, named, label = what
    muted = style(look, look.colours.muted)
    y, right = box.top + box.height - 2, box.left + box.width
    few = f"{shown} of {len(sheet.heads)} heads   " if shown < len(sheet.heads) else ""
    begin = legend(canvas, sheet.scale, look, (box.left, right, y))
    forms = (f"{few}each row looks at columns", f"{few}rows look at columns", few, "")
    write_fitting(canvas, (box.left, y), begin - 1 - box.left, forms, muted)
    example = "" if named else " ".join(sheet.tokens)
    if label:
        example = f"{label}: {example}" if example else label
    canvas.text(box.left, y + 1, shorten(example, box.width), style(look, look.colours.text))
