"""Vectors of many dimensions as points in the plane, with words, or letters of classes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from engine.observations import Embedded
from tui.plots.canvas import Canvas
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.path import to_dots
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, write_fitting
from tui.plots.views.panels import Box, blank, panels
from tui.plots.views.plane import Axis, Plane, around, draw_plane

NARROWEST = 28
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LEAST_ROWS_WITH_WORDS = 5
Points = NDArray[np.float64]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Class:
    """How the points of one class are drawn."""

    sign: str
    colour: str
    name: str


def draw_embedded(spec: ViewSpec) -> Canvas | None:
    """A plane for each run."""
    seen = spec.all_seen(Embedded)
    if not seen:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        separate(canvas, spec.look, box.left)
        if box.width > 0 and box.height > 0:
            _draw(canvas, spec.look, seen[run], box)
    return canvas


def _draw(canvas: Canvas, look: Look, seen: Embedded, box: Box) -> None:
    words = 1 if box.height >= LEAST_ROWS_WITH_WORDS else 0
    points = seen.points.numpy().astype(np.float64).reshape(-1, 2)
    room = Box(box.left, box.top, box.width, box.height - words)
    axes = [Axis(name, around(column)) for name, column in zip(_axes(seen), points.T, strict=True)]
    plane = draw_plane(canvas, look, room, *axes)
    cells = _cells(plane, points)
    below = (box.left, box.top + box.height - 1)
    if seen.truth:
        classes = _classes(seen, look)
        members = [(cell, classes[one]) for cell, one in zip(cells, seen.truth, strict=False)]
        _draw_classes(canvas, look, members)
        if words:
            _write_classes(canvas, look, classes, (*below, box.width))
    else:
        written = _draw_labels(canvas, look, plane, cells, seen.labels)
        if words:
            said = _said(len(points), written, seen)
            write_fitting(canvas, below, box.width, said, style(look, look.colours.muted))


def _axes(seen: Embedded) -> tuple[str, str]:
    """What is measured along each side: nothing, where only neighbourhoods mean something."""
    if any(math.isnan(share) for share in seen.explained):
        return "t-SNE: only who is near whom counts", ""
    first, second = (f"{100 * share:.0f} %" for share in seen.explained)
    return f"component 1, {first} of the variance", f"2, {second}"


def _classes(seen: Embedded, look: Look) -> dict[int, Class]:
    """A sign and a colour for each class; its first letter, where that tells all of them apart."""
    names: dict[int, str] = {}
    for number, name in zip(seen.truth, seen.labels, strict=False):
        names.setdefault(number, name)
    for number in seen.truth:
        names.setdefault(number, str(number))
    firsts = {name[:1] for name in names.values()}
    own = len(firsts) == len(names) and all(
        cell_len(first) == 1 and first.strip() for first in firsts
    )
    hues = OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT
    return {
        number: Class(
            name[0] if own else LETTERS[place % len(LETTERS)], hues[place % len(hues)], name
        )
        for place, (number, name) in enumerate(sorted(names.items()))
    }


def _cells(plane: Plane, points: Points) -> list[Cell | None]:
    """Where each point lies; None for one that lies nowhere."""
    found: list[Cell | None] = [None] * len(points)
    finite = np.flatnonzero(np.isfinite(points).all(axis=1))
    ends = (plane.x.lo, plane.x.hi), (plane.y.lo, plane.y.hi)
    down, across = plane.rows * plane.dots.down, plane.columns * plane.dots.across
    places = np.rint(to_dots(points[finite], *ends, down, across)).astype(np.int64)
    for index, (x, y) in zip(finite.tolist(), places.tolist(), strict=True):
        if 0 <= x < across and 0 <= y < down:
            found[index] = (plane.left + x // plane.dots.across, plane.top + y // plane.dots.down)
    return found


def _draw_classes(canvas: Canvas, look: Look, members: Iterable[tuple[Cell | None, Class]]) -> None:
    """The sign of its class for each point; in a cell of several, of the class with most."""
    counts: dict[Cell, Counter[Class]] = {}
    for cell, one in members:
        if cell is not None:
            counts.setdefault(cell, Counter())[one] += 1
    for (x, y), there in counts.items():
        ((one, _),) = there.most_common(1)
        canvas.put(x, y, one.sign, style(look, one.colour, bold=True))


def _write_classes(
    canvas: Canvas, look: Look, classes: dict[int, Class], at: tuple[int, int, int]
) -> None:
    """Sign and name of each class, as many as have room; signs that are names stand alone."""
    x, y, width = at
    right = x + width
    muted = style(look, look.colours.muted)
    for one in classes.values():
        name = "" if one.name == one.sign else f" {one.name}"
        if x + 1 + cell_len(name) > right:
            canvas.text(min(x, right - 1), y, "…", muted)
            return
        x = canvas.text(x, y, one.sign, style(look, one.colour, bold=True))
        x = canvas.text(x, y, name, muted) + 2


def _draw_labels(
    canvas: Canvas,
    look: Look,
    plane: Plane,
    cells: list[Cell | None],
    labels: Sequence[str],
) -> int:
    """Words where they cover no other word, dots elsewhere; returns how many are written."""
    taken: set[tuple[int, int]] = set()
    text, colour = style(look, look.colours.text), style(look, _hue(look))
    written, dots = 0, []
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        x, y = cell
        label = labels[place] if place < len(labels) else ""
        size = cell_len(label)
        begin = min(max(x - size // 2, plane.left), plane.left + plane.columns - size)
        # A free cell at either end keeps words apart.
        needed = {(column, y) for column in range(begin - 1, begin + size + 1)}
        if not label.strip() or begin < plane.left or needed & taken:
            dots.append((x, y))
            continue
        taken |= needed
        canvas.text(begin, y, label, text)
        written += 1
    for x, y in dots:
        if (x, y) not in taken:
            canvas.put(x, y, "·", colour)
    return written


def _hue(look: Look) -> str:
    return (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[0]


def _said(count: int, written: int, seen: Embedded) -> Sequence[str]:
    if not seen.labels:
        return (f"{count} points",)
    named = f"{written} of {count} named" if written < count else f"{count} points"
    return (f"{named}, the others are dots" if written < count else named, named)
