"""What a regression says against what is true: on the diagonal where both agree."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.observations import Estimated
from tui.plots.canvas import Canvas, write_centred
from tui.plots.painting import paint
from tui.plots.palette import Look, style
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import good
from tui.plots.views.each_run import for_each_run, sheet, write_fitting
from tui.plots.views.panels import Box
from tui.plots.views.plane import Axis, around, draw_plane, with_room

NARROWEST = 26
SPARSE = 3
"""Cells for each point, above which points are drawn as signs instead of dots."""
SIGN = "○"
ROOM = 0.1
"""Shown on every side of the true values, as a share of their extent."""


def draw_estimated(spec: ViewSpec) -> Canvas | None:
    """A scatter for each run, with the diagonal and the mean error in words."""
    return for_each_run(spec, Estimated, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: Estimated, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    truth, said = (part.numpy().astype(np.float64).ravel() for part in (seen.truth, seen.predicted))
    count = min(len(truth), len(said))
    truth, said = truth[:count], said[:count]
    if not count:
        write_centred(canvas, "There are no examples.", (0, 0, width, height), muted)
        return canvas
    # A few wild answers must not squeeze all the others into a corner.
    limits = with_room(truth, ROOM) or around(said)
    beyond = int(((said < limits.lo) | (said > limits.hi)).sum())
    write_fitting(canvas, (0, 0), width, _words(truth, said, beyond), text)
    box = Box(0, 1, width, max(0, height - 1))
    plane = draw_plane(canvas, look, box, Axis("true", limits), Axis("predicted", limits))
    ends = (limits.lo, limits.hi)
    points = np.column_stack([truth, said])
    ink = style(look, good(look), bold=True)
    sparse = count * SPARSE <= plane.columns * plane.rows
    lines = [(plane.curve(ends, ends, "dotted"), muted)]
    paint(canvas, plane.dots, lines if sparse else [*lines, (plane.scatter(points), ink)], plane.at)
    for x, y in plane.places(points) if sparse else ():
        canvas.put(x, y, SIGN, ink)
    return canvas


def _words(
    truth: NDArray[np.float64], said: NDArray[np.float64], beyond: int
) -> tuple[str, str, str]:
    """How good the answers are, the fullest form first."""
    both = np.isfinite(truth) & np.isfinite(said)
    truth, said = truth[both], said[both]
    if not len(truth):
        return ("no answer is a number",) * 3
    off = reading(float(np.abs(said - truth).mean()))
    spread = float(((truth - truth.mean()) ** 2).sum())
    fit = reading(1 - float(((said - truth) ** 2).sum()) / spread) if spread > 0 else "–"
    outside = f", {beyond} beyond the edge" if beyond else ""
    short = f"R² {fit}, off by {off}"
    return (
        f"{short} on average, {len(truth)} examples{outside}",
        f"{short} on average{outside}",
        short,
    )
