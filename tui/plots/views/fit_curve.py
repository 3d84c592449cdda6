"""A function of one number as each run has learned it, through the points it learns from."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.observations import FittedCurve
from tui.plots.canvas import Canvas
from tui.plots.limits import Limits, snap
from tui.plots.painting import Inked, paint
from tui.plots.palette import style
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.grounds import for_each_ground
from tui.plots.views.overlay import mark_curve, write_legend
from tui.plots.views.panels import Box, blank
from tui.plots.views.plane import Axis, Plane, around, draw_plane

SIGN = "+"
FEW = 2
"""Columns for each point, above which points are few."""
NARROWEST = 30
"""Cells of a plane beside another one."""
ROOM = 0.25
"""How far the axis follows a curve beyond the points, as a share of their extent."""


def draw_fit_curve(spec: ViewSpec) -> Canvas | None:
    """A plane for each kind of data, with the curves of the runs that learn from it."""
    several = len(spec.all_seen(FittedCurve)) > 1
    draw = partial(_draw_curves, beside=several)
    return for_each_ground(spec, FittedCurve, _same, NARROWEST, draw)


def _same(one: FittedCurve, other: FittedCurve) -> bool:
    """Whether two curves have one axis; some of their points may differ, outliers for example."""
    return (one.axes, one.x) == (other.axes, other.x)


def _draw_curves(spec: ViewSpec, seen: dict[RunSeen, FittedCurve], *, beside: bool) -> Canvas:
    """All curves in one plane: their axes are those of the newest run."""
    canvas = blank(spec)
    newest = list(seen.values())[-1]
    points = newest.points.numpy().astype(np.float64).reshape(-1, 2)
    box = Box(0, 1, spec.width, max(0, spec.height - 1))
    x, y = (
        Axis(newest.axes[0], _across(newest, points)),
        Axis(newest.axes[1], _up(points, list(seen.values()))),
    )
    plane = draw_plane(canvas, spec.look, box, x, y)
    write_legend(canvas, spec, dict.fromkeys(seen, ""), f"{SIGN} training points", beside=beside)
    lines = [_line(plane, spec, run, one) for run, one in seen.items()]
    # Few points may lie over the curve, which is seen between them; many would hide it.
    if len(points) * FEW <= plane.columns:
        paint(canvas, plane.dots, lines, plane.at)
        _draw_points(canvas, plane, spec, points)
    else:
        _draw_points(canvas, plane, spec, points)
        paint(canvas, plane.dots, lines, plane.at)
    for index, (run, (lit, ink)) in enumerate(zip(seen, lines, strict=True)):
        mark_curve(canvas, plane, lit, (index, len(lines)), (run.identity.marker, ink))
    return canvas


def _draw_points(canvas: Canvas, plane: Plane, spec: ViewSpec, points: NDArray[np.float64]) -> None:
    for x, y in plane.places(points):
        canvas.put(x, y, SIGN, style(spec.look, spec.look.colours.muted))


def _line(plane: Plane, spec: ViewSpec, run: RunSeen, curve: FittedCurve) -> Inked:
    lit = plane.curve(curve.x.numpy(), curve.y.numpy(), run.identity.line)
    return lit, style(spec.look, run.identity.colour, bold=True)


def _across(curve: FittedCurve, points: NDArray[np.float64]) -> Limits:
    """From end to end of the curve, not rounded: there is nothing to see beyond."""
    x = curve.x.numpy().astype(np.float64)
    finite = x[np.isfinite(x)]
    if len(finite) and finite.min() < finite.max():
        return Limits(float(finite.min()), float(finite.max()))
    return around(finite, points[:, 0])


def _up(points: NDArray[np.float64], curves: list[FittedCurve]) -> Limits:
    """Around the points, and around the curves where they do not leave them far behind."""
    heights = np.concatenate([curve.y.numpy().astype(np.float64) for curve in curves])
    known = points[np.isfinite(points).all(axis=1), 1]
    if not len(known):
        return around(heights)
    room = ROOM * float(np.ptp(known)) or 1.0
    held = np.clip(heights[np.isfinite(heights)], known.min() - room, known.max() + room)
    both = np.concatenate([known, held])
    return snap(float(both.min()), float(both.max()))
