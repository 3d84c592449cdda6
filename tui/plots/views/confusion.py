"""How often each class was taken for each other one, as numbers on coloured cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size

from engine.observations import Confusion
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.heatmap import ramp
from tui.plots.palette import Look, style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import Box, blank, panels

LEVELS = 16
SHARE_WIDTH = 4
RIGHT_DARK, WRONG_DARK = ("#1a2a30", "#1f6f5c"), ("#33261a", "#b5561c")
RIGHT_LIGHT, WRONG_LIGHT = ("#e6f0ec", "#7cc4ad"), ("#fbeee2", "#ee9a5c")


def draw_confusion(spec: ViewSpec) -> Canvas | None:
    """Rows are what is true, columns what was said; at the right, the share read correctly."""
    seen = spec.all_seen(Confusion)
    if not seen:
        return None
    canvas = blank(spec)
    classes = max(len(one.classes) for one in seen.values())
    for run, box in panels(canvas, spec, list(seen), 2 + 3 * classes + SHARE_WIDTH):
        _draw_matrix(canvas, spec.look, seen[run], box)
    return canvas


def _draw_matrix(canvas: Canvas, look: Look, confusion: Confusion, box: Box) -> None:
    counts = np.rint(confusion.counts.numpy()).astype(np.int64)
    names, muted = confusion.classes, style(look, look.colours.muted)
    label, cell = _widths(confusion, counts, box.width)
    left, top = box.left + label, box.top
    if box.height > len(names) + 2:
        canvas.text(left, top, shorten("said →", box.width - label), muted)
        top += 1
    right = left + cell * len(names)
    for index, name in enumerate(names):
        canvas.text(left + cell * index, top, _inside(shorten(name, cell - 1), cell), muted)
    shares = right + SHARE_WIDTH <= box.left + box.width
    if shares:
        canvas.text(right, top, "%".rjust(SHARE_WIDTH), muted)
    for row, name in enumerate(names):
        y = top + 1 + row
        if y >= box.top + box.height:
            return
        canvas.text(box.left, y, set_cell_size(shorten(name, label - 1), label), muted)
        _draw_row(canvas, look, counts[row], row, (left, y, cell))
        if shares:
            canvas.text(right, y, _percent(counts[row, row], counts[row].sum()), muted)
    if top + 1 + len(names) < box.top + box.height:
        text = style(look, look.colours.text)
        total, correct = int(counts.sum()), int(np.trace(counts))
        words = f"{100 * correct / max(1, total):.1f} % right, {total - correct} of {total} wrong"
        canvas.text(box.left, top + 1 + len(names), shorten(words, box.width), text)


def _widths(confusion: Confusion, counts: NDArray[np.int64], width: int) -> tuple[int, int]:
    """Cells of the names on the left, and of each number with the space before it."""
    longest = max((cell_len(name) for name in confusion.classes), default=1)
    digits = len(str(int(counts.max(initial=0))))
    cell = max(4, digits + 2, min(longest + 1, 6))
    label = min(longest, 8) + 1
    room = (width - label - SHARE_WIDTH) // max(1, len(confusion.classes))
    return label, max(min(cell, room), min(digits + 1, 3))


def _draw_row(
    canvas: Canvas, look: Look, counts: NDArray[np.int64], row: int, place: tuple[int, int, int]
) -> None:
    """The deeper the colour, the larger the share of the row; mistakes have a hue of their own."""
    left, y, cell = place
    right = ramp(RIGHT_DARK if look.dark else RIGHT_LIGHT, LEVELS)
    wrong = ramp(WRONG_DARK if look.dark else WRONG_LIGHT, LEVELS)
    total = max(1, int(counts.sum()))
    for column, count in enumerate(counts.tolist()):
        x = left + cell * column
        if count == 0:
            canvas.text(x, y, _inside("·", cell), style(look, look.colours.muted))
            continue
        share = count / total
        # Few mistakes must be seen beside many right answers: their scale ends at a quarter.
        level = share if column == row else min(1.0, 4 * share)
        ground = (right if column == row else wrong)[round(level * (LEVELS - 1))]
        text = style(look, look.colours.text, ground, bold=column == row)
        canvas.text(x, y, _inside(str(count), cell), text)


def _inside(text: str, cell: int) -> str:
    """Right-aligned, with a space after it where a cell is wide enough."""
    return (text + " " * (cell > cell_len(text) + 1 and cell > 3)).rjust(cell)


def _percent(part: int, whole: int) -> str:
    return ("–" if whole == 0 else f"{100 * part / whole:.0f}").rjust(SHARE_WIDTH)
