"""Points that a model has drawn, beside those it learns from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.observations import PointCloud
from tui.plots.canvas import Canvas, write_centred
from tui.plots.limits import Limits
from tui.plots.painting import paint
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import good
from tui.plots.views.each_run import for_each_run, sheet, write_fitting
from tui.plots.views.panels import Box
from tui.plots.views.plane import Axis, around, draw_plane, with_room

NARROWEST = 26
REAL, DRAWN = "○", "▲"
ORANGE = 1
ROOM = 0.2
"""Shown on every side of the real points, as a share of their extent."""


def draw_cloud(spec: ViewSpec) -> Canvas | None:
    """One plane for each run."""
    return for_each_run(spec, PointCloud, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: PointCloud, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    drawn, real = (
        part.numpy().astype(np.float64).reshape(-1, 2) for part in (seen.drawn, seen.real)
    )
    muted = style(look, look.colours.muted)
    if not len(drawn) and not len(real):
        write_centred(canvas, "There are no points.", (0, 0, width, height), muted)
        return canvas
    x, y = (_limits(drawn[:, axis], real[:, axis]) for axis in (0, 1))
    box = Box(0, 1, width, max(0, height - 1))
    plane = draw_plane(canvas, look, box, Axis("x", x), Axis("y", y))
    inks = (
        style(look, good(look)),
        style(look, (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[ORANGE], bold=True),
    )
    _write_words(canvas, look, _beyond(drawn, x, y), (len(drawn), len(real)))
    if 2 * len(real) > plane.columns * plane.rows:
        paint(canvas, plane.dots, [(plane.scatter(real), inks[0])], plane.at)
    else:
        for column, row in plane.places(real):
            canvas.put(column, row, REAL, inks[0])
    for column, row in plane.places(drawn):
        canvas.put(column, row, DRAWN, inks[1])
    return canvas


def _limits(drawn: NDArray[np.float64], real: NDArray[np.float64]) -> Limits:
    """Those of the real points, so that they stay as they are while the model learns."""
    return with_room(real, ROOM) or around(drawn)


def _beyond(drawn: NDArray[np.float64], x: Limits, y: Limits) -> int:
    inside = (drawn >= (x.lo, y.lo)) & (drawn <= (x.hi, y.hi))
    return int(len(drawn) - inside.all(axis=1).sum())


def _write_words(canvas: Canvas, look: Look, beyond: int, counts: tuple[int, int]) -> None:
    """Which sign is which, and how many there are."""
    drawn, real = (f"{DRAWN} {counts[0]} drawn", f"{REAL} {counts[1]} real")
    outside = f", {beyond} beyond the edge" if beyond else ""
    both = f"{drawn}{outside}   {real}" if counts[1] else f"{drawn}{outside}"
    short = f"{drawn}  {real}" if counts[1] else drawn
    text = style(look, look.colours.text)
    write_fitting(canvas, (0, 0), canvas.width, (both, short, f"{DRAWN} drawn {REAL} real"), text)
