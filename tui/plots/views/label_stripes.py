"""The labels of the last batches: a row for each batch, a cell for each sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.style import Style

from engine.observations import LabelStripes
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, mix, style
from tui.plots.scale import readable_on
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import bar
from tui.plots.views.each_run import for_each_run, sheet, write_fitting

NARROWEST = 36
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
UNKNOWN = "?"
LEAST_ROWS_WITH_WORDS = 4
ENTRY = 12
"""Cells of a class and its share, with the space before it."""
WIDEST_ENTRY = 26
PERCENT = 5
LONGEST_NAME = 10


@dataclass(frozen=True, slots=True)
class _Class:
    """How one class is drawn, and how much of the batches it makes up."""

    sign: str
    name: str
    """Empty where the sign says it all."""
    ground: str
    share: float


@dataclass(frozen=True, slots=True)
class _Room:
    """Where stripes and shares go, in cells."""

    rows: int
    columns: int
    """Samples that have room in a row."""
    cell: int
    """Cells of one sample."""
    shares: tuple[int, int, int, int]
    """Left, top, width and height of the shares."""


def draw_label_stripes(spec: ViewSpec) -> Canvas | None:
    """The newest batch stands at the bottom; beside or below, the share of each class."""
    return for_each_run(spec, LabelStripes, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: LabelStripes, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    labels = _labels(seen)
    if not labels.size or not width or not height:
        return canvas
    classes = _classes(seen, labels, look)
    words = 1 if height >= LEAST_ROWS_WITH_WORDS else 0
    room = _arranged(labels, seen.sizes, len(classes), width, height - words)
    shown = labels[-room.rows :]
    sizes = ([*seen.sizes, *[0] * len(labels)][: len(labels)])[-room.rows :]
    for y, (row, size) in enumerate(zip(shown.tolist(), sizes, strict=True)):
        x = 0
        for number in (number for number in row[: room.columns] if number >= 0):
            sign, ink = _cell(classes, number, look)
            x = canvas.text(x, y, sign.ljust(room.cell), ink)
        cut = any(number >= 0 for number in row[room.columns :])
        canvas.text(x, y, f"{'…' if cut else ' '}{size}", style(look, look.colours.muted))
    _write_shares(canvas, look, classes, room.shares)
    if words:
        forms = _words(shown)
        write_fitting(canvas, (0, height - 1), width, forms, style(look, look.colours.muted))
    return canvas


def _labels(seen: LabelStripes) -> NDArray[np.int64]:
    """(batches, samples), -1 for no sample; what is no number counts as none."""
    found = seen.labels.numpy().astype(np.float64)
    if found.ndim != 2:
        found = found.reshape(1, -1)
    return np.nan_to_num(found, nan=-1, posinf=-1, neginf=-1).clip(-1, 1e6).astype(np.int64)


def _classes(seen: LabelStripes, labels: NDArray[np.int64], look: Look) -> list[_Class]:
    firsts = [name[:1] for name in seen.classes]
    own = len(set(firsts)) == len(firsts) and all(
        cell_len(first) == 1 and first.strip() for first in firsts
    )
    signs = firsts if own else [SIGNS[place % len(SIGNS)] for place in range(len(firsts))]
    counts = np.bincount(labels[labels >= 0].ravel(), minlength=len(firsts))
    total = max(1, int(counts.sum()))
    return [
        _Class(sign, "" if name == sign else name, _ground(place, look), counts[place] / total)
        for place, (sign, name) in enumerate(zip(signs, seen.classes, strict=True))
    ]


def _ground(place: int, look: Look) -> str:
    """A colour of its own for each of sixteen classes: eight hues, then the same ones faded."""
    hues = OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT
    hue = hues[place % len(hues)]
    if place // len(hues) % 2 == 0:
        return hue
    return mix(hue, "#000000" if look.dark else "#ffffff", 0.5) or hue


def _cell(classes: list[_Class], number: int, look: Look) -> tuple[str, Style]:
    """The sign of a sample and how it is written; a label without a class is an alert."""
    if number >= len(classes):
        return UNKNOWN, style(look, look.colours.alert, bold=True)
    one = classes[number]
    return one.sign, style(look, readable_on(one.ground), one.ground)


def _arranged(
    labels: NDArray[np.int64], sizes: tuple[int, ...], classes: int, width: int, height: int
) -> _Room:
    """Shares beside the stripes where that leaves room for them, otherwise below."""
    samples = labels.shape[1]
    size = 1 + max((len(str(size)) for size in sizes), default=1)
    cell = 2 if 2 * samples + size + ENTRY <= width else 1
    columns = max(1, min(samples, (width - size) // cell))
    used = columns * cell + size
    if width - used >= ENTRY:
        return _Room(min(len(labels), height), columns, cell, (used, 0, width - used, height))
    below = -(-classes // max(1, width // ENTRY))
    below = below if height - below - 1 >= max(2, len(labels) // 2) else 0
    rows = min(len(labels), height - below - 1 if below else height)
    return _Room(rows, columns, cell, (-1, rows + 1, width + 1, below))


def _write_shares(
    canvas: Canvas, look: Look, classes: list[_Class], box: tuple[int, int, int, int]
) -> None:
    """Sign, name, bar and share of each class, down and then across, as many as have room."""
    left, top, width, height = box
    if height < 1 or width < ENTRY:
        return
    across = min(width // ENTRY, -(-len(classes) // height))
    entry = min(WIDEST_ENTRY, width // max(1, across))
    longest = max((cell_len(one.name) for one in classes), default=0)
    name = min(longest, LONGEST_NAME, max(0, entry - ENTRY))
    for place, one in enumerate(classes[: across * height]):
        x, y = left + 1 + place // height * entry, top + place % height
        x = canvas.text(x, y, one.sign, style(look, readable_on(one.ground), one.ground)) + 1
        if name:
            canvas.text(x, y, shorten(one.name, name), style(look, look.colours.muted))
            x += name + 1
        room = left + (place // height + 1) * entry - x - PERCENT
        filled = bar(one.share, room, look)
        canvas.text(x, y, filled, style(look, one.ground))
        percent = f"{100 * one.share:.0f} %".rjust(PERCENT)
        canvas.text(x + room, y, percent, style(look, look.colours.text))


def _words(shown: NDArray[np.int64]) -> tuple[str, ...]:
    """How many batches there are, and how many classes one of them holds, in fewer words each."""
    held = [len(set(row[row >= 0].tolist())) for row in shown]
    classes = f"{np.mean(held):.1f} classes in a batch"
    count = f"last {len(held)} batches" if len(held) > 1 else "one batch"
    return (f"{count}, newest at the bottom; {classes}", f"{count}; {classes}", classes, count)
