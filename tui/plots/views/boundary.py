"""What a classifier says everywhere in the plane, with the points it learns from."""

from __future__ import annotations

import numpy as np

from engine.observations import Boundary
from tui.plots.canvas import Canvas
from tui.plots.heatmap import draw_field, put_over, quantise, ramp, resample
from tui.plots.palette import Look, style
from tui.plots.path import to_dots
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import Box, blank, panels

LEVELS = 32
NARROWEST = 20
DARK = ("#1c4c6b", "#1b3547", "#181c22", "#3f3019", "#6e4b18")
LIGHT = ("#8fc3e4", "#c9e0ef", "#fbf9f4", "#f3e0bd", "#e6b866")
SHAPES = ("○", "▲")
POINTS_DARK = ("#a9d9f5", "#ffd07a")
POINTS_LIGHT = ("#0b4a73", "#7a4a00")
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
    scores = resample(boundary.scores.numpy()[::-1], 2 * rows, box.width)
    levels = quantise(scores, 0.0, 1.0, LEVELS)
    colours = ramp(DARK if look.dark else LIGHT, LEVELS)
    draw_field(canvas, levels, colours, look, (box.left, box.top))
    bright = POINTS_DARK if look.dark else POINTS_LIGHT
    points = boundary.points.numpy().astype(np.float64).reshape(-1, 3)
    places = to_dots(points[:, :2], boundary.x, boundary.y, rows, box.width)
    for (x, y), label in zip(np.rint(places).astype(int).tolist(), points[:, 2], strict=True):
        if 0 <= x < box.width and 0 <= y < rows:
            kind = int(label) % 2
            ink = style(look, bright[kind], bold=True)
            put_over(canvas, box.left + x, box.top + y, SHAPES[kind], ink)
    if words:
        x = box.left
        for kind, shape in enumerate(SHAPES):
            x = canvas.text(x, box.top + rows, shape, style(look, bright[kind], bold=True))
            muted = style(look, look.colours.muted)
            x = canvas.text(x, box.top + rows, f" class {kind}  ", muted)
