"""A function of one number, with the point of each run on it and its tangent there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.observations import Slopes
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
    """Where a run stands: its place, and the curve's height and derivatives there."""

    x: float
    height: float
    slope: float
    bend: float | None

    @property
    def words(self) -> str:
        """For the legend; without figures where it has left the curve."""
        if np.isnan(self.height):
            return f"x {reading(self.x)}, beyond the edge"
        return f"x {reading(self.x)}  height {reading(self.height)}  slope {reading(self.slope)}"

    @property
    def short(self) -> str:
        """The same where there is less room."""
        return f"x {reading(self.x)}  slope {reading(self.slope)}"


def draw_tangent(spec: ViewSpec) -> Canvas | None:
    """One curve, that of the newest run; on it every run with its tangent, and where it was."""
    seen = spec.all_seen(Slopes)
    if not seen:
        return None
    canvas = blank(spec)
    curve = list(seen.values())[-1]
    x, heights = _floats(curve.x.numpy()), _floats(curve.heights.numpy())
    finite = heights[np.isfinite(heights)]
    if len(x) < 2 or not len(finite) or not x[0] < x[-1]:
        return canvas
    top = 1 if spec.height >= LEAST_ROWS_WITH_LEGEND else 0
    box = Box(0, top, spec.width, max(0, spec.height - top))
    across = Axis(curve.axes[0], Limits(float(x[0]), float(x[-1])))
    up = Axis(curve.axes[1], with_room(finite, ROOM) or Limits(0.0, 1.0))
    plane = draw_plane(canvas, spec.look, box, across, up)
    paths = {run: run.trail.points(spec.moment)[:, 0] for run in seen}
    stands = {run: _stand(curve, path[-1]) for run, path in paths.items() if len(path)}
    ground = (plane.curve(x, heights), style(spec.look, spec.look.colours.muted))
    lines = [ground, *(line for run in stands for line in _lines(plane, spec, run, stands[run]))]
    paint(canvas, plane.dots, lines, plane.at)
    for run in stands:
        _draw_earlier(canvas, plane, spec, (x, heights), (run, paths[run]))
    for run, stand in stands.items():
        letter = style(spec.look, spec.look.colours.background, run.identity.colour, bold=True)
        for place in plane.places(np.array([[stand.x, stand.height]])):
            canvas.put(*place, run.identity.letter, letter)
    if top:
        _write_legend(canvas, spec, stands)
    return canvas


def _stand(curve: Slopes, x: float) -> Stand:
    def there(values: Floats) -> float:
        return float(np.interp(x, places, values, left=np.nan, right=np.nan))

    places = _floats(curve.x.numpy())
    bends = None if curve.bends is None else there(_floats(curve.bends.numpy()))
    heights, slopes = _floats(curve.heights.numpy()), _floats(curve.slopes.numpy())
    return Stand(float(x), there(heights), there(slopes), bends)


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
    curve: tuple[Floats, Floats],
    walked: tuple[RunSeen, Floats],
) -> None:
    """The points that a run came from, on the curve."""
    run, path = walked
    before = path[-1 - MOST_EARLIER : -1]
    heights = np.interp(before, *curve, left=np.nan, right=np.nan)
    points = np.column_stack([before, heights])
    for x, y in plane.places(points):
        canvas.put(x, y, run.identity.marker, faint(spec.look, run.identity.colour, 0.7))


def _write_legend(canvas: Canvas, spec: ViewSpec, stands: dict[RunSeen, Stand]) -> None:
    room = spec.width // max(1, len(stands)) - 8
    long = {run: stand.words for run, stand in stands.items()}
    fits = all(len(words) <= room for words in long.values())
    write_legend(canvas, spec, long if fits else {r: s.short for r, s in stands.items()}, "")


def _floats(values: NDArray[np.float32]) -> Floats:
    return values.astype(np.float64)
