"""What an answer costs under each run's loss, with its training examples on the curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.observations import FittedCurve
from tui.plots.canvas import Canvas
from tui.plots.limits import Limits, snap
from tui.plots.painting import paint
from tui.plots.palette import style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.overlay import write_legend
from tui.plots.views.panels import Box, blank
from tui.plots.views.plane import Axis, Plane, around, draw_plane

LEAST = 0.15
"""Share of the curves' own extent that is shown even where all examples lie lower."""


def draw_loss_curve(spec: ViewSpec) -> Canvas | None:
    """All curves in one plane; each run's marker stands where it has an example."""
    seen = spec.all_seen(FittedCurve)
    if not seen:
        return None
    canvas = blank(spec)
    curves = list(seen.values())
    box = Box(0, 1, spec.width, max(0, spec.height - 1))
    x, y = Axis(curves[-1].axes[0], _across(curves)), Axis(curves[-1].axes[1], _up(curves))
    plane = draw_plane(canvas, spec.look, box, x, y)
    write_legend(canvas, spec, dict.fromkeys(seen, ""), "markers: training examples")
    inks = [style(spec.look, run.identity.colour, bold=True) for run in seen]
    lines = [
        (plane.curve(curve.x.numpy(), curve.y.numpy(), run.identity.line), ink)
        for (run, curve), ink in zip(seen.items(), inks, strict=True)
    ]
    paint(canvas, plane.dots, lines, plane.at)
    for (run, curve), ink in zip(seen.items(), inks, strict=True):
        for at in _within(plane, _points(curve)):
            canvas.put(*at, run.identity.marker, ink)
    return canvas


def _points(curve: FittedCurve) -> NDArray[np.float64]:
    return curve.points.numpy().astype(np.float64).reshape(-1, 2)


def _within(plane: Plane, points: NDArray[np.float64]) -> list[tuple[int, int]]:
    return list(plane.places(points[np.isfinite(points).all(axis=1)]))


def _across(curves: list[FittedCurve]) -> Limits:
    """From the lowest to the highest number that any curve is drawn for."""
    x = np.concatenate([curve.x.numpy().astype(np.float64) for curve in curves])
    finite = x[np.isfinite(x)]
    if len(finite) and finite.min() < finite.max():
        return Limits(float(finite.min()), float(finite.max()))
    return around(finite)


def _up(curves: list[FittedCurve]) -> Limits:
    """Around the examples of all runs, and a part of the curves at least."""
    heights = np.concatenate([curve.y.numpy().astype(np.float64) for curve in curves])
    finite = heights[np.isfinite(heights)]
    points = np.concatenate([_points(curve)[:, 1] for curve in curves])
    points = points[np.isfinite(points)]
    if not len(finite):
        return around(points)
    low = float(finite.min())
    top = max(low + LEAST * float(np.ptp(finite)), float(points.max(initial=low)))
    return snap(low, top) if top > low else around(finite)
