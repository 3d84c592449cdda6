"""A function of one number, with the point of each run on it and its tangent there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.observations import Array, FunctionCurve
from tui.plots.canvas import Canvas
from tui.plots.limits import Limits
from tui.plots.painting import Inked, paint
from tui.plots.palette import faint, style
from tui.plots.seen import RunSeen
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.overlay import write_legend
from tui.plots.views.panels import Box, blank
from tui.plots.views.plane import Axis, Plane, draw_plane, with_room

REACH = 0.2
"""How far a tangent goes to either side, as a share of the axis."""
ROOM = 0.08
"""Free above and below the curve, as a share of its extent."""
MOST_EARLIER = 40
"""Earlier points that are marked."""
LEAST_ROWS_WITH_LEGEND = 4
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a run stands: its place, its slope, and the curve's height and bend there."""

    x: float
    height: float
    slope: float
    bend: float | None

    @property
    def words(self) -> str:
        """For the legend."""
        edge = ", beyond the edge" if np.isnan(self.height) else ""
        return f"x {reading(self.x)}  slope {reading(self.slope)}{edge}"


def draw_tangent(spec: ViewSpec) -> Canvas | None:
    """All curves in one plane; on its own every run with its tangent, and where it was."""
    seen = spec.all_seen(FunctionCurve)
    if not seen:
        return None
    canvas = blank(spec)
    limits = _limits([*seen.values()])
    if limits is None:
        return canvas
    top = 1 if spec.height >= LEAST_ROWS_WITH_LEGEND else 0
    box = Box(0, top, spec.width, max(0, spec.height - top))
    across, up = list(seen.values())[-1].axes
    plane = draw_plane(canvas, spec.look, box, Axis(across, limits[0]), Axis(up, limits[1]))
    walked = {run: path for run in seen if len(path := run.trail.points(spec.moment))}
    stands = {run: _stand(seen[run], *path[-1]) for run, path in walked.items()}
    muted = style(spec.look, spec.look.colours.muted)
    grounds = [(plane.curve(one.x.numpy(), one.heights.numpy()), muted) for one in seen.values()]
    lines = [line for run, stand in stands.items() for line in _lines(plane, spec, run, stand)]
    paint(canvas, plane.dots, [*grounds, *lines], plane.at)
    for run, path in walked.items():
        _draw_earlier(canvas, plane, spec, seen[run], (run, path[:, 0]))
    for run, stand in stands.items():
        letter = style(spec.look, spec.look.colours.background, run.identity.colour, bold=True)
        for place in plane.places(np.array([[stand.x, stand.height]])):
            canvas.put(*place, run.identity.letter, letter)
    if top:
        write_legend(canvas, spec, {run: stand.words for run, stand in stands.items()}, "")
    return canvas


def _limits(curves: list[FunctionCurve]) -> tuple[Limits, Limits] | None:
    """Of both axes, around all curves; None where there is nothing to draw."""
    x = np.concatenate([_floats(one.x.numpy()) for one in curves])
    heights = with_room(np.concatenate([_floats(one.heights.numpy()) for one in curves]), ROOM)
    finite = x[np.isfinite(x)]
    if heights is None or not len(finite) or not finite.min() < finite.max():
        return None
    return Limits(float(finite.min()), float(finite.max())), heights


def _stand(curve: FunctionCurve, x: float, slope: float) -> Stand:
    def there(values: Array) -> float:
        found = np.interp(x, curve.x.numpy(), values.numpy(), left=np.nan, right=np.nan)
        return float(found)

    bend = None if curve.bends is None else there(curve.bends)
    return Stand(float(x), there(curve.heights), float(slope), bend)


def _lines(plane: Plane, spec: ViewSpec, run: RunSeen, stand: Stand) -> list[Inked]:
    """The tangent, and the dotted parabola that bends as the curve does, where it is known."""
    reach = REACH * (plane.x.hi - plane.x.lo)
    away = np.linspace(-reach, reach, 4 * plane.columns)
    line = stand.height + stand.slope * away
    ink = style(spec.look, run.identity.colour, bold=True)
    drawn = [(plane.curve(stand.x + away, line, run.identity.line), ink)]
    if stand.bend is not None:
        wide = 2 * away
        bowl = stand.height + stand.slope * wide + stand.bend / 2 * wide**2
        drawn.append((plane.curve(stand.x + wide, bowl, "sparse"), ink))
    return drawn


def _draw_earlier(
    canvas: Canvas,
    plane: Plane,
    spec: ViewSpec,
    curve: FunctionCurve,
    walked: tuple[RunSeen, Floats],
) -> None:
    """The points that a run came from, on its curve."""
    run, path = walked
    before = path[-1 - MOST_EARLIER : -1]
    ground = _floats(curve.x.numpy()), _floats(curve.heights.numpy())
    points = np.column_stack([before, np.interp(before, *ground, left=np.nan, right=np.nan)])
    for x, y in plane.places(points):
        canvas.put(x, y, run.identity.marker, faint(spec.look, run.identity.colour, 0.7))


def _floats(values: NDArray[np.float32]) -> Floats:
    return values.astype(np.float64)
