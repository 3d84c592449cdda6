"""What a classifier says everywhere in the plane, with the points it learns from."""

from __future__ import annotations

import numpy as np
from rich.style import Style

from engine.observations import Boundary
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.heatmap import Levels, draw_field, put_over, quantise, ramp, resample
from tui.plots.palette import Look, style
from tui.plots.path import to_dots
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import GAP, Box, blank, panels

LEVELS = 32
"""Shades from one class to the other, where there are two."""
LEVELS_EACH = 8
"""Shades of each class, where there are more."""
NARROWEST = 20
DARK = ("#1c4c6b", "#1b3547", "#181c22", "#3f3019", "#6e4b18")
LIGHT = ("#8fc3e4", "#c9e0ef", "#fbf9f4", "#f3e0bd", "#e6b866")
SEAM_DARK, SEAM_LIGHT = DARK[2], LIGHT[2]
GROUND_DARK = ("#1c4c6b", "#6e4b18", "#16543f", "#5c3850", "#56531c", "#63300f")
GROUND_LIGHT = ("#8fc3e4", "#e6b866", "#93d3bb", "#dfb3cd", "#e3da8f", "#e0a98a")
SHAPES = ("○", "▲", "□", "◇", "●", "■")
POINTS_DARK = ("#a9d9f5", "#ffd07a", "#8fe0c0", "#f0b8d6", "#f5ec9a", "#f3a26e")
POINTS_LIGHT = ("#0b4a73", "#7a4a00", "#02583f", "#6f2f55", "#5c5300", "#6b2c05")
KINDS = len(SHAPES)
"""Classes that can be told apart; more begin again with the first look."""
LEAST_ROWS_WITH_WORDS = 8


def draw_boundary(spec: ViewSpec) -> Canvas | None:
    """One map for each run; blue is class 0, orange class 1, dark the seam between them."""
    seen = spec.all_seen(Boundary)
    if not seen:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        _draw_map(canvas, spec.look, seen[run], box)
    return canvas


def _draw_map(canvas: Canvas, look: Look, boundary: Boundary, box: Box) -> None:
    words = 1 if box.height >= LEAST_ROWS_WITH_WORDS else 0
    rows = box.height - words
    levels, colours = _shaded(boundary, look, 2 * rows, box.width)
    draw_field(canvas, levels, colours, look, (box.left, box.top))
    points = boundary.points.numpy().astype(np.float64).reshape(-1, 3)
    places = to_dots(points[:, :2], boundary.x, boundary.y, rows, box.width)
    for (x, y), label in zip(np.rint(places).astype(int).tolist(), points[:, 2], strict=True):
        if 0 <= x < box.width and 0 <= y < rows:
            shape, ink = _point(int(label), look)
            put_over(canvas, box.left + x, box.top + y, shape, ink)
    if words:
        _write_classes(canvas, look, boundary, (box.left, box.top + rows, box.width))


def _shaded(
    boundary: Boundary, look: Look, rows: int, columns: int
) -> tuple[Levels, tuple[str, ...]]:
    """The map as indices of colours, and these colours: the surer, the stronger."""
    scores = resample(boundary.scores.numpy()[::-1], rows, columns)
    if boundary.winners is None:
        return quantise(scores, 0.0, 1.0, LEVELS), ramp(DARK if look.dark else LIGHT, LEVELS)
    winners = boundary.winners.numpy()[::-1].astype(np.int64)
    nearest = [
        np.rint(np.linspace(0, there - 1, wanted)).astype(int)
        for there, wanted in zip(winners.shape, (rows, columns), strict=True)
    ]
    kinds = winners[np.ix_(*nearest)] % KINDS
    classes = max(len(boundary.classes), int(winners.max()) + 1)
    levels = kinds * LEVELS_EACH + quantise(scores, 1 / classes, 1.0, LEVELS_EACH)
    seam, grounds = (SEAM_DARK, GROUND_DARK) if look.dark else (SEAM_LIGHT, GROUND_LIGHT)
    return levels, tuple(shade for ground in grounds for shade in ramp((seam, ground), LEVELS_EACH))


def _point(label: int, look: Look) -> tuple[str, Style]:
    """How a point of a class is written."""
    kind = label % KINDS
    colours = POINTS_DARK if look.dark else POINTS_LIGHT
    return SHAPES[kind], style(look, colours[kind], bold=True)


def _write_classes(
    canvas: Canvas, look: Look, boundary: Boundary, at: tuple[int, int, int]
) -> None:
    """What each shape stands for, from the cell (x, y) on, in so many cells."""
    x, y, width = at
    right, muted = x + width, style(look, look.colours.muted)
    count = 2 if boundary.winners is None else max(2, len(boundary.classes))
    names = boundary.classes or tuple(f"class {number}" for number in range(count))
    room = max(1, (width + GAP) // len(names) - len("○ ") - GAP)
    first = names[0].split(" ")[0] + " "
    if max(map(len, names)) > room and all(name.startswith(first) for name in names):
        names = tuple(name.removeprefix(first) for name in names)
    for label, name in enumerate(names):
        shape, ink = _point(label, look)
        x = canvas.text(x, y, shape, ink) + 1
        x = canvas.text(x, y, shorten(name, min(room, right - x)), muted) + GAP
        if x >= right:
            return
