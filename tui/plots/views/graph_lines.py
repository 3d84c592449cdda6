"""The lines of a graph whose nodes stand one below the other: each node has a rail down to what
is computed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.plots.palette import SymbolName

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
SIGNS = {
    UP: "│",
    DOWN: "│",
    UP | DOWN: "│",
    LEFT: "─",
    RIGHT: "─",
    LEFT | RIGHT: "─",
    UP | RIGHT: "└",
    DOWN | RIGHT: "┌",
    UP | LEFT: "┘",
    DOWN | LEFT: "┐",
    UP | DOWN | RIGHT: "├",
    UP | DOWN | LEFT: "┤",
    DOWN | LEFT | RIGHT: "┬",
    UP | LEFT | RIGHT: "┴",
    UP | DOWN | LEFT | RIGHT: "┼",
}
ASCII = {UP | DOWN: "|", UP: "|", DOWN: "|", LEFT | RIGHT: "-", LEFT: "-", RIGHT: "-"}
CORNER = "+"
HEAD = {"ascii": ">", "braille": "▸", "block": "▸"}


@dataclass(frozen=True, slots=True)
class Rail:
    """A vertical line, from a node to the last one that is computed from it."""

    lane: int
    top: int
    bottom: int


def rails(inputs: Sequence[tuple[int, ...]]) -> dict[int, Rail]:
    """A rail for each node that something is computed from; two never share a cell.

    Rails that begin late lie to the right, near the nodes, so that few lines cross.
    """
    last: dict[int, int] = {}
    for node, given in enumerate(inputs):
        for one in given:
            last[one] = max(last.get(one, node), node)
    found: dict[int, Rail] = {}
    for node in sorted(last, key=lambda one: (last[one] - one, -one)):
        taken = {
            rail.lane for rail in found.values() if rail.top <= last[node] and node <= rail.bottom
        }
        lane = next(lane for lane in range(len(inputs)) if lane not in taken)
        found[node] = Rail(lane, node, last[node])
    return found


def draw_rails(inputs: Sequence[tuple[int, ...]], symbols: SymbolName) -> list[str]:
    """What stands before each node, all of one width; lane 0 is the nearest to the nodes."""
    found = rails(inputs)
    lanes = 1 + max((rail.lane for rail in found.values()), default=-1)
    width = 2 * lanes + 1 if lanes else 0
    cells = [[0] * width for _ in inputs]
    heads = [False] * len(inputs)
    for node, rail in found.items():
        x = 2 * (lanes - 1 - rail.lane)
        for row in range(rail.top, rail.bottom + 1):
            cells[row][x] |= (row > rail.top) * UP | (row < rail.bottom) * DOWN
        for row in (node, *(row for row, given in enumerate(inputs) if node in given)):
            _across(cells[row], x)
            heads[row] |= row != node
    return [_row(row, head, symbols) for row, head in zip(cells, heads, strict=True)]


def _across(row: list[int], x: int) -> None:
    """A line from a rail to the right edge."""
    row[x] |= RIGHT
    for cell in range(x + 1, len(row)):
        row[cell] |= LEFT | RIGHT


def _row(row: list[int], head: bool, symbols: SymbolName) -> str:
    signs = [_sign(cell, symbols) for cell in row]
    if head:
        signs[-1] = HEAD[symbols]
    return "".join(signs)


def _sign(cell: int, symbols: SymbolName) -> str:
    if not cell:
        return " "
    return ASCII.get(cell, CORNER) if symbols == "ascii" else SIGNS[cell]
