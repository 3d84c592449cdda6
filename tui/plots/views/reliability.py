"""Whether a classifier is as often right as it is sure."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.observations import Confidence
from tui.plots.canvas import Canvas, write_centred
from tui.plots.limits import Limits
from tui.plots.painting import paint
from tui.plots.palette import Look, style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import bad, good
from tui.plots.views.each_run import for_each_run, sheet, write_fitting
from tui.plots.views.panels import Box
from tui.plots.views.plane import Axis, Plane, draw_plane

NARROWEST = 26
SHARE = Limits(0.0, 1.0)
LEAST_ROWS_WITH_COUNTS = 11
LEAST_WIDTH_WITH_NOTE = 60
MANY, FEW = "●", "○"
FEWER = 0.02
"""Bins with less than this share of the answers have the other sign."""
HEIGHTS = " ▁▂▃▄▅▆▇█"
HEIGHTS_ASCII = " .:+#"


def draw_reliability(spec: ViewSpec) -> Canvas | None:
    """For each run, the share of right answers over their confidence, and how many there are."""
    return for_each_run(spec, Confidence, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: Confidence, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    right, wrong = (
        np.nan_to_num(part.numpy().astype(np.float64).ravel(), posinf=0, neginf=0).clip(0)
        for part in (seen.right, seen.wrong)
    )
    bins = min(len(right), len(wrong))
    answers = right[:bins] + wrong[:bins]
    if not answers.sum():
        write_centred(canvas, "There are no answers.", (0, 0, width, height), muted)
        return canvas
    with np.errstate(invalid="ignore"):
        shares = right[:bins] / answers
    write_fitting(canvas, (0, 0), width, _words(seen, shares, answers), text)
    counts = 1 if height >= LEAST_ROWS_WITH_COUNTS else 0
    box = Box(0, 1, width, max(0, height - 1 - counts))
    x, y = Axis("how sure", SHARE), Axis("share right", SHARE)
    plane = draw_plane(canvas, look, box, x, y)
    _draw_shares(canvas, look, plane, shares)
    _draw_signs(canvas, look, plane, (shares, answers))
    if counts:
        _draw_counts(canvas, look, plane, answers)
    return canvas


def _draw_shares(canvas: Canvas, look: Look, plane: Plane, shares: NDArray[np.float64]) -> None:
    """A line from the diagonal to each bin: that is by how much the bin is off."""
    middles = (np.arange(len(shares)) + 0.5) / len(shares)
    lines = [(plane.curve((0, 1), (0, 1), "dotted"), style(look, look.colours.muted))]
    for middle, share in zip(middles.tolist(), shares.tolist(), strict=True):
        if math.isfinite(share):
            ink = style(look, bad(look) if share < middle else good(look))
            lines.append((plane.curve((middle, middle), (middle, share)), ink))
    paint(canvas, plane.dots, lines, plane.at)


def _draw_signs(
    canvas: Canvas, look: Look, plane: Plane, bins: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> None:
    """A full sign for a bin with many answers, an empty one for a bin that says little."""
    shares, answers = bins
    points = np.column_stack([(np.arange(len(shares)) + 0.5) / len(shares), shares])
    many = answers >= FEWER * answers.sum()
    ink = style(look, look.colours.text, bold=True)
    for sign, there in ((FEW, ~many), (MANY, many)):
        for x, y in plane.places(points[there]):
            canvas.put(x, y, sign, ink)
    note = f"{FEW} under {100 * FEWER:.0f} % of the answers"
    y = plane.top + plane.rows + 2
    if canvas.width >= LEAST_WIDTH_WITH_NOTE and y < canvas.height - 1:
        muted = style(look, look.colours.muted)
        canvas.text(canvas.width - len(note), y, note, muted)


def _draw_counts(canvas: Canvas, look: Look, plane: Plane, answers: NDArray[np.float64]) -> None:
    """How many answers there are in each bin, as a row of small bars at the foot."""
    heights = HEIGHTS_ASCII if look.symbols == "ascii" else HEIGHTS
    y = canvas.height - 1
    muted = style(look, look.colours.muted)
    label = "answers"
    inside = len(label) < plane.left
    for column in range(plane.columns):
        count = answers[min(len(answers) - 1, column * len(answers) // plane.columns)]
        level = math.ceil(count / answers.max() * (len(heights) - 1))
        canvas.put(plane.left + column, y, heights[level], style(look, good(look)))
    canvas.text(0 if inside else plane.left, y, label, muted)


def _words(
    seen: Confidence, shares: NDArray[np.float64], answers: NDArray[np.float64]
) -> tuple[str, ...]:
    """The calibration error and what it means, the fullest form first."""
    short = f"error {_share(seen.calibration_error)}"
    error = f"calibration {short}"
    there = answers > 0
    middles = (np.arange(len(shares)) + 0.5) / len(shares)
    surer = float(np.average(middles[there] - shares[there], weights=answers[there]))
    # Within half a bin, the middle of a bin does not tell where its answers are.
    if abs(surer) <= 0.5 / len(shares):
        verdict = "about as often right as sure"
    else:
        verdict = "surer than right" if surer > 0 else "more often right than sure"
    total = f"{answers.sum():.0f} answers"
    return (
        f"{error}: {verdict}, {total}",
        f"{error}: {verdict}",
        f"{error[12:]}: {verdict}",
        error,
    )


def _share(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"
