"""Gradient norms of all layers over the whole run, which every run records."""

from __future__ import annotations

import numpy as np

from engine.layer_history import MOST_COLUMNS, LayerHistory
from tui.plots.canvas import Canvas
from tui.plots.scale import Scale, log_scale
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate
from tui.plots.views.panels import blank, panels
from tui.plots.views.time_map import TimeMap, draw_time_map

NARROWEST = 30


def draw_layers(spec: ViewSpec) -> Canvas | None:
    """One map for each run, all on one scale."""
    histories = {
        run: run.layer_norms
        for run in spec.runs
        if run.layer_norms is not None and run.layer_norms.norms(spec.moment).size
    }
    if not histories:
        return None
    canvas = blank(spec)
    shown = panels(canvas, spec, list(histories), NARROWEST)
    scale = log_scale(*(histories[run].norms(spec.moment) for run, _ in shown))
    for run, box in shown:
        separate(canvas, spec.look, box.left)
        draw_time_map(canvas, spec.look, box, _map(spec, run, histories[run], scale))
    return canvas


def _map(spec: ViewSpec, run: RunSeen, history: LayerHistory, scale: Scale) -> TimeMap:
    norms = history.norms(spec.moment).astype(np.float64)
    begun = np.arange(norms.shape[1], dtype=np.int64) * history.stride + 1
    # While a run goes on, the map fills up: cells that are drawn once stay as they are.
    last = history.step if spec.over else MOST_COLUMNS * history.stride
    return TimeMap(
        title="gradient norm, log",
        names=run.layers[: len(norms)] or tuple(str(place) for place in range(len(norms))),
        count=max(len(run.layers), len(norms)),
        steps=begun,
        values=norms,
        last=last,
        scale=scale,
    )
