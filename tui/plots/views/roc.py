"""How well each run ranks: true against false positives, for every threshold."""

from __future__ import annotations

import math

import numpy as np

from engine.observations import RocCurve
from tui.plots.canvas import Canvas
from tui.plots.limits import Limits
from tui.plots.painting import Inked, paint
from tui.plots.palette import style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.overlay import mark_curve, write_legend
from tui.plots.views.panels import Box, blank
from tui.plots.views.plane import Axis, draw_plane

SHARE = Limits(0.0, 1.0)


def draw_roc(spec: ViewSpec) -> Canvas | None:
    """All curves in one plane; the dotted diagonal is what guessing gives."""
    seen = spec.all_seen(RocCurve)
    if not seen:
        return None
    canvas = blank(spec)
    box = Box(0, 1, spec.width, max(0, spec.height - 1))
    positive = list(seen.values())[-1].positive
    x, y = Axis(f"others taken for {positive}", SHARE), Axis(f"{positive} found", SHARE)
    plane = draw_plane(canvas, spec.look, box, x, y)
    said = {run: f"AUC {_share(curve.auc)}" for run, curve in seen.items()}
    write_legend(canvas, spec, said, "··· guessing 0.5")
    muted = style(spec.look, spec.look.colours.muted)
    lines: list[Inked] = [(plane.curve((0, 1), (0, 1), "dotted"), muted)]
    for run, curve in seen.items():
        points = curve.points.numpy().reshape(-1, 2)
        lit = plane.curve(points[:, 0], points[:, 1], run.identity.line)
        lines.append((lit, style(spec.look, run.identity.colour, bold=True)))
    paint(canvas, plane.dots, lines, plane.at)
    for index, (run, (lit, ink)) in enumerate(zip(seen, lines[1:], strict=True)):
        if np.count_nonzero(lit):
            mark_curve(canvas, plane, lit, (index, len(seen)), (run.identity.marker, ink))
    return canvas


def _share(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"
