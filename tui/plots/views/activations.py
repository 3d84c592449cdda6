"""What comes out of each layer: how large, how often 0, how many units are dead, how spread."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.observations import LayerActivity
from tui.plots.canvas import Canvas
from tui.plots.scale import Scale, linear_scale, log_scale
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.blocks import blocks
from tui.plots.views.each_run import separate
from tui.plots.views.histograms import counted
from tui.plots.views.panels import blank, panels
from tui.plots.views.spread_rows import Figure, Spread, SpreadRow, draw_spread
from tui.plots.views.time_map import TimeMap, draw_time_map

NARROWEST = 34
FLAT = Figure("flat", 6)
"""Share of a tanh's or a sigmoid's outputs where it is nearly flat."""
FIGURES = (Figure("mean", 9), Figure("std", 7), Figure("zero", 6), Figure("dead", 8))
Looks = list[tuple[int, LayerActivity]]


def draw_activations(spec: ViewSpec) -> Canvas | None:
    """A row for each layer; below, where there is room, its spread and its zeros over time."""
    looks = {run: run.looks(spec.name, LayerActivity, spec.moment) for run in spec.runs}
    looks = {run: seen for run, seen in looks.items() if seen and seen[-1][1].names}
    if not looks:
        return None
    canvas = blank(spec)
    stds = {run: _over_time(seen, "std") for run, seen in looks.items()}
    zeros = {run: 100 * _over_time(seen, "zeros") for run, seen in looks.items()}
    shown = panels(canvas, spec, list(looks), NARROWEST)
    width, share = log_scale(*(stds[run] for run, _ in shown)), linear_scale([100.0])
    for run, box in shown:
        separate(canvas, spec.look, box.left)
        seen = looks[run]
        maps = 3 if len(seen) > 1 else 1
        rooms = blocks(box, maps, NARROWEST, 2 + len(seen[-1][1].names))
        draw_spread(canvas, spec.look, rooms[0], _spread(seen))
        more = (
            _map("std of outputs, log", seen, stds[run], width),
            _map("% of outputs that are 0", seen, zeros[run], share),
        )
        for what, room in zip(more, rooms[1:], strict=False):
            draw_time_map(canvas, spec.look, room, what)
    return canvas


def _spread(looks: Looks) -> Spread:
    newest = looks[-1][1]
    flat = [float(value) for value in newest.saturated.numpy()]
    some = any(not math.isnan(value) for value in flat)
    each = counted([(seen.ranges, seen.counts) for _, seen in looks], len(newest.names))
    rows = []
    for layer, (name, kind) in enumerate(zip(newest.names, newest.kinds, strict=True)):
        mean, std, zero = (
            float(values.numpy()[layer]) for values in (newest.mean, newest.std, newest.zeros)
        )
        dead, units = (int(values.numpy()[layer]) for values in (newest.dead, newest.units))
        figures = [reading(mean), reading(std), _percent(zero), f"{dead}/{units}"]
        if some:
            figures.insert(2, _percent(flat[layer]))
        rows.append(SpreadRow(f"{name} {kind}".strip(), tuple(figures), each[layer]))
    heads = list(FIGURES)
    if some:
        heads.insert(2, FLAT)
    return Spread(
        title="outputs",
        rows=tuple(rows),
        figures=tuple(heads),
        steps=tuple(step for step, _ in looks),
    )


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _over_time(looks: Looks, what: str) -> NDArray[np.float64]:
    """(layers, looks)."""
    layers = len(looks[-1][1].names)
    values = np.full((layers, len(looks)), np.nan)
    for place, (_, seen) in enumerate(looks):
        found = (seen.std if what == "std" else seen.zeros).numpy()
        values[: len(found), place] = found[:layers]
    return values


def _map(title: str, looks: Looks, values: NDArray[np.float64], scale: Scale) -> TimeMap:
    names = looks[-1][1].names
    steps = np.array([step for step, _ in looks], dtype=np.int64)
    return TimeMap(
        title=title,
        names=names,
        count=len(names),
        steps=steps,
        values=values,
        last=float(steps[-1]),
        scale=scale,
    )
