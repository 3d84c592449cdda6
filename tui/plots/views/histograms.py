"""How the weights of each layer are spread, and their gradients, now and over time."""

from __future__ import annotations

import numpy as np

from engine.observations import Array, Histograms
from tui.plots.canvas import Canvas
from tui.plots.spread import quantiles
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.blocks import blocks
from tui.plots.views.each_run import separate
from tui.plots.views.panels import blank, panels
from tui.plots.views.spread_rows import Counted, Figure, Spread, SpreadRow, draw_spread

NARROWEST = 30
FIGURES = (Figure("5 %", 10), Figure("95 %", 10))
Looks = list[tuple[int, Histograms]]


def draw_histograms(spec: ViewSpec) -> Canvas | None:
    """Weights and, where there is room, gradients of each run."""
    looks = {run: run.looks(spec.name, Histograms, spec.moment) for run in spec.runs}
    looks = {run: seen for run, seen in looks.items() if seen}
    if not looks:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(looks), NARROWEST):
        separate(canvas, spec.look, box.left)
        made = _spreads(looks[run])
        rooms = blocks(box, len(made), NARROWEST, 1 + len(made[0].rows))
        for what, room in zip(made, rooms, strict=False):
            draw_spread(canvas, spec.look, room, what)
    return canvas


def _spreads(looks: Looks) -> list[Spread]:
    names = looks[-1][1].names
    weights = [(seen.ranges, seen.counts) for _, seen in looks]
    gradients = [
        (seen.gradient_ranges, seen.gradient_counts)
        for _, seen in looks
        if seen.gradient_ranges is not None and seen.gradient_counts is not None
    ]
    steps = tuple(step for step, _ in looks)
    made = [_spread("weights", names, weights, steps)]
    if len(gradients) == len(looks):
        made.append(_spread("gradients", names, gradients, steps))
    return made


def _spread(
    title: str,
    names: tuple[str, ...],
    looks: list[tuple[Array, Array]],
    steps: tuple[int, ...],
) -> Spread:
    each = counted(looks, len(names))
    rows = []
    for name, seen in zip(names, each, strict=True):
        low, high = quantiles(*seen[-1], (0.05, 0.95)).tolist()
        rows.append(SpreadRow(name, (reading(low), reading(high)), seen))
    return Spread(title=title, rows=tuple(rows), figures=FIGURES, steps=steps)


def counted(looks: list[tuple[Array, Array]], layers: int) -> list[tuple[Counted, ...]]:
    """The histograms of each layer, oldest first."""
    arrays = [
        # A count that is no number counts nothing.
        (ranges.numpy().tolist(), np.nan_to_num(counts.numpy(), posinf=0.0, neginf=0.0))
        for ranges, counts in looks
    ]
    return [
        tuple(
            ((float(ranges[layer][0]), float(ranges[layer][1])), counts[layer].astype(np.float64))
            for ranges, counts in arrays
            if layer < len(ranges)
        )
        for layer in range(layers)
    ]
