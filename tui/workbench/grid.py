"""One tensor as a grid: a cell is a number, on a colour that says how far from 0 it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style

from lessons.workbench.seen import Cell, Seen
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, faint, style
from tui.plots.pixels import SIGNED, palette
from tui.plots.scale import readable_on
from tui.workbench.cells import reach_of, value_of, written

MOST_AXES = 4
GAP = 2
"""Columns between two sheets."""
BLIND = 2
"""Columns of a cell that is only a colour."""
FRAME = 2
"""Columns of the lines at both ends of a row, where there is no colour."""
TALLEST = 40
"""Rows of a picture."""
MARK = "*"
"""Behind a number that has just changed."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How numbers become cells, for all grids of one step alike."""

    look: Look
    reach: float
    """The distance from 0 that has the strongest colour."""

    def level(self, cell: Cell) -> int:
        """Place of its colour; -1 for what is no number."""
        value = value_of(cell)
        if math.isnan(value):
            return -1
        if isinstance(cell, bool):
            return SIGNED - 1 if cell else SIGNED // 2
        share = max(-1.0, min(1.0, value / self.reach))
        return round((share + 1) / 2 * (SIGNED - 1))

    def ink(self, cell: Cell, *, changed: bool = False) -> Style:
        """Colour of its ground, and of the number on it."""
        level = self.level(cell)
        if level < 0:
            return style(self.look, self.look.colours.alert, bold=True)
        ground = palette("signed", self.look).colours[level]
        ink = style(self.look, readable_on(ground), ground, bold=changed)
        return ink + Style(underline=True) if changed else ink

    def sign(self, cell: Cell) -> str:
        """A character instead of the number, where colours are not to be had."""
        level = self.level(cell)
        if level < 0:
            return "!"
        return palette("signed", self.look).shades[level] if self.look.no_color else " "


@dataclass(frozen=True, slots=True)
class Shown:
    """A tensor as it is to be drawn."""

    seen: Seen
    stretched: tuple[int, ...] = ()
    """The shape that broadcasting gives it; empty: its own."""
    changed: frozenset[int] = frozenset()
    """Places of numbers that have just changed."""
    nameless: bool = False
    """Whether its name would only repeat what was typed."""
    past: bool = False
    """Whether it is drawn as it was before."""


def draw_grid(shown: Shown, paint: Paint, width: int) -> Canvas:
    """All its numbers, in at most so many columns."""
    seen = shown.seen
    if not seen.size:
        return line("no numbers in it", paint.look, width)
    if not seen.whole or len(seen.shape) > MOST_AXES:
        return line(summary(seen), paint.look, width)
    made = _laid_out(shown, paint)
    frame = FRAME if paint.look.no_color else 0
    for digits in (4, 3, 2):
        cell, texts = _texts(shown, paint, digits)
        if made.columns * cell + frame <= width:
            return _or_summary(made.draw(texts, cell, width), shown, paint, width)
        if len(seen.shape) == 1 and not shown.stretched:
            return _or_summary(_broken(shown, paint, (width - frame) // cell), shown, paint, width)
    blind = next((cell for cell in (BLIND, 1) if made.columns * cell + frame <= width), 0)
    canvas = made.draw([""] * len(seen.cells), blind, width) if blind else None
    return _or_summary(canvas, shown, paint, width)


def _broken(shown: Shown, paint: Paint, columns: int) -> Canvas | None:
    """One axis in several rows, as text is broken."""
    if columns < 1:
        return None
    cell, texts = _texts(shown, paint, 4)
    count = len(shown.seen.cells)
    rows = tuple(
        tuple((place, False) for place in range(first, min(first + columns, count)))
        for first in range(0, count, columns)
    )
    return _Layout(shown, paint, (("", rows),), 0).draw(texts, cell, columns * cell + FRAME)


def _or_summary(canvas: Canvas | None, shown: Shown, paint: Paint, width: int) -> Canvas:
    """In words, where the picture would be out of all proportion."""
    if canvas is not None and canvas.height <= TALLEST:
        return canvas
    return line(f"{summary(shown.seen)}, too many for this picture", paint.look, width)


def summary(seen: Seen) -> str:
    """A tensor that is too large to be drawn, in words."""
    if seen.span is None:
        return f"{seen.size:,} numbers".replace(",", " ")
    low, high = written(seen.span)
    return f"{seen.size:,} numbers from {low} to {high}".replace(",", " ")


def line(text: str, look: Look, width: int) -> Canvas:
    """One row of quiet words."""
    canvas = Canvas(min(len(text), width), 1, plain=look.symbols == "ascii")
    canvas.text(0, 0, text, style(look, look.colours.muted))
    return canvas


def _texts(shown: Shown, paint: Paint, digits: int) -> tuple[int, list[str]]:
    """Width of a cell, and what stands in each."""
    texts = written(shown.seen.cells, digits)
    if shown.changed and paint.look.no_color:
        texts = [
            text + (MARK if place in shown.changed else " ") for place, text in enumerate(texts)
        ]
    return max(map(len, texts)) + 2, texts


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sheets of rows and columns, and which number stands where."""

    shown: Shown
    paint: Paint
    sheets: tuple[tuple[str, tuple[tuple[tuple[int, bool], ...], ...]], ...]
    """A label, and rows of places; whether a cell only repeats another one stands beside it."""
    break_after: int
    """Sheets after which a new row of sheets begins; 0: where the room ends."""

    @property
    def columns(self) -> int:
        """Cells of a row."""
        return len(self.sheets[0][1][0])

    def draw(self, texts: Sequence[str], cell: int, width: int) -> Canvas:
        """The sheets beside each other, as many as have room."""
        frame = FRAME if self.paint.look.no_color else 0
        labelled = len(self.sheets) > 1
        own = max(self.columns * cell + frame, *(len(label) for label, _ in self.sheets))
        beside = max(1, (width + GAP) // (own + GAP))
        if self.break_after:
            beside = min(beside, self.break_after)
        rows = len(self.sheets[0][1]) + labelled
        down = -(-len(self.sheets) // beside)
        across = min(beside, len(self.sheets))
        canvas = Canvas(
            min(width, across * (own + GAP) - GAP),
            down * (rows + labelled) - labelled,
            plain=self.paint.look.symbols == "ascii",
        )
        for number, (label, places) in enumerate(self.sheets):
            left = number % beside * (own + GAP)
            top = number // beside * (rows + labelled)
            if labelled:
                muted = style(self.paint.look, self.paint.look.colours.muted)
                canvas.text(left, top, label, muted)
            for row, cells in enumerate(places, start=top + labelled):
                self.draw_row(canvas, (left, row), cells, texts, cell)
        return canvas

    def draw_row(
        self,
        canvas: Canvas,
        at: tuple[int, int],
        cells: Sequence[tuple[int, bool]],
        texts: Sequence[str],
        cell: int,
    ) -> None:
        """One row of cells; without colour a line at either end says where it begins and ends."""
        (x, y), paint, look = at, self.paint, self.paint.look
        muted = style(look, look.colours.muted)
        if look.no_color:
            x = canvas.text(x, y, "│", muted)
        for place, ghost in cells:
            value, text = self.shown.seen.cells[place], texts[place]
            if ghost:
                words = "·" if look.no_color else text
                canvas.text(x, y, f"{words} ".rjust(cell)[:cell], _ghostly(look))
            else:
                words = f"{text} " if text else paint.sign(value) * (cell - (cell > 1))
                ink = paint.ink(value, changed=place in self.shown.changed)
                canvas.text(x, y, words.rjust(cell)[:cell], ink)
            x += cell
        if look.no_color:
            canvas.text(x, y, "│", muted)


def _ghostly(look: Look) -> Style:
    return (
        style(look, look.colours.muted) + Style(italic=True)
        if not look.no_color
        else faint(look, look.colours.muted)
    )


def _laid_out(shown: Shown, paint: Paint) -> _Layout:
    seen = shown.seen
    shape = shown.stretched or seen.shape
    own = (1,) * (len(shape) - len(seen.shape)) + seen.shape
    *outer, rows, columns = (1, 1, *shape)[-max(2, len(shape)) :]
    *outer_own, rows_own, columns_own = (1, 1, *own)[-max(2, len(own)) :]
    sheets = []
    for index in _indices(outer):
        inside = [min(i, length - 1) for i, length in zip(index, outer_own, strict=True)]
        first = _flat(inside, outer_own) * rows_own * columns_own
        repeated = any(i >= length for i, length in zip(index, outer_own, strict=True))
        label = f"[{', '.join(map(str, index))}]" if index else ""
        made = tuple(
            tuple(
                (
                    first + min(row, rows_own - 1) * columns_own + min(column, columns_own - 1),
                    repeated or row >= rows_own or column >= columns_own,
                )
                for column in range(columns)
            )
            for row in range(rows)
        )
        sheets.append((label, made))
    return _Layout(shown, paint, tuple(sheets), outer[-1] if len(outer) > 1 else 0)


def _indices(lengths: Sequence[int]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for length in lengths:
        found = [(*index, i) for index in found for i in range(length)]
    return found


def _flat(index: Sequence[int], lengths: Sequence[int]) -> int:
    place = 0
    for i, length in zip(index, lengths, strict=True):
        place = place * length + i
    return place


def paint_for(tensors: Sequence[Seen], look: Look) -> Paint:
    """One scale for all of them."""
    return Paint(look, reach_of([cell for seen in tensors for cell in seen.cells]))
