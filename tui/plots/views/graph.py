"""The graph of a computation: every node with its value and with the gradient of the loss by it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.cells import cell_len
from rich.style import Style

from engine.observations import ComputationGraph
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import for_each_run, sheet
from tui.plots.views.graph_lines import draw_rails

NARROWEST = 34
GAP = 2
SHORTEST_NAME = 6
LONGEST_BAR = 16
BAR, BAR_ASCII = "━", "="
LEAST_ROWS_WITH_WORDS = 5
NOTE = "A tensor of several numbers shows its norm. Bars compare the gradients."
SHORT_NOTE = "Of a tensor, its norm."


def draw_graph(spec: ViewSpec) -> Canvas | None:
    """The graphs of all runs side by side."""
    return for_each_run(spec, ComputationGraph, NARROWEST, _panel)


@dataclass(frozen=True, slots=True)
class Column:
    """What is written of every node."""

    head: str
    cells: tuple[str, ...]
    ink: Style
    right: bool = True

    @property
    def width(self) -> int:
        """Of the widest cell."""
        return max(map(cell_len, (self.head, *self.cells)))


def _panel(graph: ComputationGraph, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    head = 1 if height >= LEAST_ROWS_WITH_WORDS else 0
    room = max(0, height - head)
    first = max(0, len(graph.names) - room)
    if first:  # the loss is what the rest is there for
        first = min(first + 1, len(graph.names))
        words = f"{first} nodes above have no room"
        canvas.text(0, head, shorten(words, width), style(look, look.colours.muted))
    top = head + (1 if first else 0)
    lines = draw_rails(graph.inputs, look.symbols)[first:]
    columns, bar = _columns(graph, look, width - max(map(len, lines), default=0) - 1)
    muted = style(look, look.colours.muted)
    for y, line in enumerate(lines, start=top):
        canvas.text(0, y, line, muted)
    x = max(map(len, lines), default=0) + 1
    for column in columns:
        wide = column.width
        if head:
            canvas.text(x, 0, _set(column, column.head, wide), muted)
        for y, cell in enumerate(column.cells[first:], start=top):
            canvas.text(x, y, _set(column, cell, wide), column.ink)
        x += wide + GAP
    if bar:
        _draw_bars(canvas, look, graph, (x, top, bar, first))
    if head and top + len(lines) + 1 < height:
        note = NOTE if len(NOTE) <= width else SHORT_NOTE
        canvas.text(0, top + len(lines) + 1, shorten(note, width), muted)
    return canvas


def _columns(graph: ComputationGraph, look: Look, width: int) -> tuple[list[Column], int]:
    """Those that fit, the most important kept longest, and the cells that are left for bars."""
    text = style(look, look.colours.text)
    muted = style(look, look.colours.muted)
    gradients = tuple(_gradient(graph))
    bold = style(look, look.colours.text, bold=True)
    said = Column("node", _names(graph, look), bold, False)
    name = Column("node", _names(graph, look, short=True), bold, False)
    shape = Column("shape", tuple(_shape(one) for one in graph.shapes), muted, False)
    value = Column("value", tuple(map(reading, graph.values.numpy().tolist())), text)
    gradient = Column("gradient", gradients, text)
    grad = Column("grad", gradients, text)
    for columns in (
        [said, shape, value, gradient],
        [said, value, gradient],
        [name, value, gradient],
        [name, value, grad],
        [name, grad],
    ):
        left = width - sum(column.width + GAP for column in columns)
        if left >= -GAP:
            break
    spare = sum(column.width + GAP for column in columns[1:])
    longest = max(SHORTEST_NAME, width - spare)
    cut = tuple(shorten(cell, longest) for cell in columns[0].cells)
    columns[0] = Column("node", cut, bold, right=False)
    return columns, max(0, min(LONGEST_BAR, left))


def _names(graph: ComputationGraph, look: Look, *, short: bool = False) -> tuple[str, ...]:
    """Name and operation, where they differ and there is room."""
    found = []
    for name, operation in zip(graph.names, graph.operations, strict=True):
        words = name if short or operation in ("", name) else f"{name} = {operation}"
        found.append(words.replace("·", "*") if look.symbols == "ascii" else words)
    return tuple(found)


def _gradient(graph: ComputationGraph) -> Sequence[str]:
    return ["" if math.isnan(one) else reading(one) for one in graph.gradients.numpy().tolist()]


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))})" if shape else ""


def _set(column: Column, cell: str, width: int) -> str:
    room = " " * max(0, width - cell_len(cell))
    return room + cell if column.right else cell + room


def _draw_bars(
    canvas: Canvas, look: Look, graph: ComputationGraph, place: tuple[int, int, int, int]
) -> None:
    """The size of each gradient, the largest over the whole room; that of the loss is always 1."""
    x, top, room, first = place
    sizes = np.abs(graph.gradients.numpy().astype(np.float64))[:-1]
    most = float(sizes[np.isfinite(sizes)].max(initial=0.0))
    ink = style(look, look.colours.text)
    sign = BAR_ASCII if look.symbols == "ascii" else BAR
    for y, size in enumerate(sizes[first:].tolist(), start=top):
        if most > 0 and math.isfinite(size) and size > 0:
            canvas.text(x, y, sign * max(1, round(room * size / most)), ink)
