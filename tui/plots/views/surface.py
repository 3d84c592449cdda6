"""A loss surface as contour bands, with the path of each run over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.observations import Surface
from tui.names import apart
from tui.plots.canvas import Canvas
from tui.plots.dots import DOT_SETS
from tui.plots.heatmap import Levels, draw_field, put_over, quantise, ramp, resample
from tui.plots.palette import style
from tui.plots.path import path_dots, to_dots
from tui.plots.seen import RunSeen
from tui.plots.ticks import number
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import write_fitting
from tui.plots.views.grounds import for_each_ground
from tui.plots.views.panels import GAP, Box, blank, write_name

BANDS = 16
CROSS = "✕"
DEPTH = 1e-4
"""Share of the whole height below which the ground counts as flat."""
DARK = ("#101820", "#1d3a4c", "#3f6478", "#8aa0a8")
LIGHT = ("#ffffff", "#dce6ea", "#a9c0cb", "#6f8c9b")
LEAST_ROWS_WITH_WORDS = 8
NARROWEST = 24
"""Cells of a map beside another one."""
Path = tuple[NDArray[np.float64], tuple[float, float], tuple[float, float]]
"""Points (n, 2), oldest first, and both ends of the plane's two sides."""


def draw_surface(spec: ViewSpec) -> Canvas | None:
    """A map for each ground, with the paths of the runs that walk on it."""
    return for_each_ground(spec, Surface, _same, NARROWEST, _draw_ground)


def _same(one: Surface, other: Surface) -> bool:
    """Whether two surfaces are one, perhaps seen through windows of other sizes."""
    if (one.axes, one.minimum) != (other.axes, other.minimum):
        return False
    if (one.x, one.y) != (other.x, other.y):
        return one.minimum is not None
    return np.array_equal(one.heights.numpy(), other.heights.numpy(), equal_nan=True)


def _draw_ground(spec: ViewSpec, seen: dict[RunSeen, Surface]) -> Canvas:
    """Bands of equal ratio of height, so that the floor of a narrow valley is seen too."""
    canvas, surface = blank(spec), list(seen.values())[-1]
    words = 2 if spec.height >= LEAST_ROWS_WITH_WORDS else 0
    box = Box(0, 0, spec.width, spec.height - words)
    heights = resample(surface.heights.numpy()[::-1], 2 * box.height, box.width)
    levels = bands(heights)
    colours = ramp(DARK if spec.look.dark else LIGHT, BANDS)
    draw_field(canvas, levels, colours, spec.look, (box.left, box.top))
    for run in spec.runs:
        _draw_path(canvas, spec, surface, run, box)
    if surface.minimum:
        _draw_minimum(canvas, spec, surface, box)
    for run in spec.runs:
        _draw_head(canvas, spec, surface, run, box)
    if words:
        _write_words(canvas, spec, surface, box.height)
    return canvas


def bands(heights: NDArray[np.float64]) -> Levels:
    """Heights above the lowest point as bands on a logarithmic scale; the top one for no number."""
    finite = heights[np.isfinite(heights)]
    if not len(finite):
        return np.full(heights.shape, BANDS - 1, dtype=np.int64)
    lowest, highest = float(finite.min()), float(finite.max())
    flat = DEPTH * (highest - lowest) or 1.0
    with np.errstate(invalid="ignore"):
        depth = np.log(heights - lowest + flat)
    top = float(np.log(highest - lowest + flat))
    levels = quantise(depth, float(np.log(flat)), top, BANDS)
    levels[~np.isfinite(heights)] = BANDS - 1
    return levels


def _draw_path(canvas: Canvas, spec: ViewSpec, surface: Surface, run: RunSeen, box: Box) -> None:
    draw_path(canvas, spec, run, box, (run.trail.points(spec.moment), surface.x, surface.y))


def draw_path(canvas: Canvas, spec: ViewSpec, run: RunSeen, box: Box, path: Path) -> None:
    """Ink a path in the colour of its run over what is there."""
    dots = DOT_SETS[spec.look.symbols]
    shape = (box.height * dots.down, box.width * dots.across)
    cells = dots.cells(path_dots(*path, *shape))
    ink = style(spec.look, run.identity.colour, bold=True)
    # Shades and dots are the same signs in ASCII, so there a path is written with its letter.
    letter = run.identity.letter.lower() if spec.look.symbols == "ascii" else ""
    for y, x in np.argwhere(cells).tolist():
        glyph = letter or dots.characters[cells[y, x]]
        put_over(canvas, box.left + x, box.top + y, glyph, ink)


def _draw_head(canvas: Canvas, spec: ViewSpec, surface: Surface, run: RunSeen, box: Box) -> None:
    draw_head(canvas, spec, run, box, (run.trail.points(spec.moment)[-1:], surface.x, surface.y))


def draw_head(canvas: Canvas, spec: ViewSpec, run: RunSeen, box: Box, path: Path) -> None:
    """The letter of a run where it is now, held at the edge when it has left the picture."""
    points, across, up = path
    head = to_dots(points[-1:], across, up, box.height, box.width)
    if not len(head):
        return
    x, y = (round(float(place)) for place in head[0])
    x, y = min(max(x, 0), box.width - 1), min(max(y, 0), box.height - 1)
    letter = style(spec.look, spec.look.colours.background, run.identity.colour, bold=True)
    canvas.put(box.left + x, box.top + y, run.identity.letter, letter)


def _draw_minimum(canvas: Canvas, spec: ViewSpec, surface: Surface, box: Box) -> None:
    place = np.array([surface.minimum], dtype=np.float64)
    dots = to_dots(place, surface.x, surface.y, box.height, box.width)
    x, y = (round(float(place)) for place in dots[0])
    if 0 <= x < box.width and 0 <= y < box.height:
        ink = style(spec.look, spec.look.colours.text, bold=True)
        put_over(canvas, box.left + x, box.top + y, CROSS, ink)


def _write_words(canvas: Canvas, spec: ViewSpec, surface: Surface, top: int) -> None:
    """Ranges of both axes, and who is who."""
    muted = style(spec.look, spec.look.colours.muted)
    across, up = surface.axes
    full = [f"{number(round(lo, 3))} … {number(round(hi, 3))}" for lo, hi in (surface.x, surface.y)]
    brief = [f"{lo:.2g}…{hi:.2g}" for lo, hi in (surface.x, surface.y)]
    axes = (
        f"→ {across} {full[0]}   ↑ {up} {full[1]}",
        f"→ {full[0]}  ↑ {full[1]}",
        f"→ {brief[0]} ↑ {brief[1]}",
    )
    write_fitting(canvas, (0, top), spec.width, axes, muted)
    x = canvas.text(0, top + 1, f"{CROSS} minimum", muted) + GAP if surface.minimum else 0
    room = (spec.width - x + GAP) // len(spec.runs) - GAP
    names = apart([run.name for run in spec.runs], max(1, room - 2))
    for run, name in zip(spec.runs, names, strict=True):
        x = write_name(canvas, spec, run, (x, top + 1), spec.width - x, name=name) + GAP
