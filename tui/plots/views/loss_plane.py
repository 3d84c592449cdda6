"""The loss around the present weights as bands, with the way that led there."""

from __future__ import annotations

import math

import numpy as np

from engine.observations import LossPlane
from tui.plots.canvas import Canvas
from tui.plots.heatmap import draw_field, put_over, ramp, resample
from tui.plots.palette import style
from tui.plots.seen import RunSeen
from tui.plots.ticks import number, reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, write_fitting
from tui.plots.views.panels import Box, blank, panels
from tui.plots.views.surface import (
    BANDS,
    DARK,
    LEAST_ROWS_WITH_WORDS,
    LIGHT,
    bands,
    draw_head,
    draw_path,
)

NARROWEST = 24


def draw_loss_plane(spec: ViewSpec) -> Canvas | None:
    """A plane for each run: each stands at weights of its own, so that none can be shared."""
    seen = spec.all_seen(LossPlane)
    if not seen:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        separate(canvas, spec.look, box.left)
        _draw_plane(canvas, spec, run, seen[run], box)
    return canvas


def _draw_plane(canvas: Canvas, spec: ViewSpec, run: RunSeen, plane: LossPlane, box: Box) -> None:
    words = 2 if box.height >= LEAST_ROWS_WITH_WORDS else 0
    field = Box(box.left, box.top, box.width, max(0, box.height - words))
    heights = plane.heights.numpy().astype(np.float64)
    if heights.size and field.width and field.height:
        spread = resample(heights[::-1], 2 * field.height, field.width)
        colours = ramp(DARK if spec.look.dark else LIGHT, BANDS)
        draw_field(canvas, bands(spread), colours, spec.look, (field.left, field.top))
        alert = style(spec.look, spec.look.colours.alert, bold=True)
        broken = ~np.isfinite(spread[0::2]) & ~np.isfinite(spread[1::2])
        for y, x in np.argwhere(broken).tolist():
            put_over(canvas, field.left + x, field.top + y, "!", alert)
        path = plane.path.numpy().astype(np.float64).reshape(-1, 2)
        draw_path(canvas, spec, run, field, (path, plane.x, plane.y))
        here = np.array([plane.here], dtype=np.float64)
        draw_head(canvas, spec, run, field, (here, plane.x, plane.y))
    if words:
        _write_words(canvas, spec, plane, Box(box.left, box.top + field.height, box.width, words))


def _write_words(canvas: Canvas, spec: ViewSpec, plane: LossPlane, box: Box) -> None:
    """Both axes; then how high the ground is, and how much of the path lies in the plane."""
    muted = style(spec.look, spec.look.colours.muted)
    ends = [f"{number(round(lo, 3))} … {number(round(hi, 3))}" for lo, hi in (plane.x, plane.y)]
    axes = (
        f"→ {plane.axes[0]} {ends[0]}   ↑ {plane.axes[1]} {ends[1]}",
        f"→ {ends[0]}  ↑ {ends[1]}",
    )
    write_fitting(canvas, (box.left, box.top), box.width, axes, muted)
    heights = plane.heights.numpy()
    finite = heights[np.isfinite(heights)]
    loss = "no finite loss here"
    if len(finite):
        loss = f"loss {reading(float(finite.min()))} … {reading(float(finite.max()))}"
    forms = [loss]
    if not math.isnan(sum(plane.explained)):
        share = f"{100 * sum(plane.explained):.0f} %"
        forms = [
            f"{loss}   {share} of the path lies in this plane",
            f"{loss}   {share} of the path",
            loss,
        ]
    text = style(spec.look, spec.look.colours.text)
    write_fitting(canvas, (box.left, box.top + 1), box.width, forms, text)
