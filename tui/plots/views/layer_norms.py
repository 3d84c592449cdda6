"""How far each step moves each layer, how large its gradient and its weights are, over time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.observations import Array, LayerNorms
from tui.plots.canvas import Canvas
from tui.plots.scale import Scale, log_scale
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.blocks import blocks
from tui.plots.views.each_run import separate
from tui.plots.views.panels import blank, panels
from tui.plots.views.time_map import TimeMap, draw_time_map

NARROWEST = 30
LOWEST = 5
"""Rows of one of the maps at least: more of them only where each can show a few layers."""
Looks = list[tuple[int, LayerNorms]]
PARTS: tuple[tuple[str, Callable[[LayerNorms], Array | None]], ...] = (
    ("one step moves weights by", lambda seen: seen.update_ratio),
    ("gradient norm", lambda seen: seen.gradient_norm),
    ("weight norm", lambda seen: seen.weight_norm),
)
"""What is shown, in the order in which it gives way: the share of a layer that a step changes says
most; the gradients are in a view of their own too."""


def draw_layer_norms(spec: ViewSpec) -> Canvas | None:
    """Up to three maps for each run; each kind has one scale for all runs."""
    looks = {run: run.looks(spec.name, LayerNorms, spec.moment) for run in spec.runs}
    looks = {run: seen for run, seen in looks.items() if seen}
    if not looks:
        return None
    canvas = blank(spec)
    values = {run: [_values(seen, part) for _, part in PARTS] for run, seen in looks.items()}
    there = [part for part in range(len(PARTS)) if any(len(v[part]) for v in values.values())]
    scales = {part: log_scale(*(run[part] for run in values.values())) for part in there}
    for run, box in panels(canvas, spec, list(looks), NARROWEST):
        separate(canvas, spec.look, box.left)
        layers = len(looks[run][0][1].names)
        for part, room in zip(
            there, blocks(box, len(there), NARROWEST, min(LOWEST, layers + 2)), strict=False
        ):
            what = _map(run, looks[run], PARTS[part][0], values[run][part], scales[part])
            draw_time_map(canvas, spec.look, room, what)
    return canvas


def _values(looks: Looks, part: Callable[[LayerNorms], Array | None]) -> NDArray[np.float64]:
    """(layers, looks); nan where a look had none, inf where it was no number."""
    names = looks[0][1].names
    columns = np.full((len(looks), len(names)), np.nan)
    for place, (_, seen) in enumerate(looks):
        found = part(seen)
        if found is not None and found.shape == (len(names),):
            numbers = found.numpy().astype(np.float64)
            # A ratio to weights that are all 0 is nan, and is no alarm.
            columns[place] = np.where(np.isinf(numbers), np.inf, numbers)
    return columns.T if np.isfinite(columns).any() or np.isinf(columns).any() else columns[:0].T


def _map(
    run: RunSeen, looks: Looks, title: str, values: NDArray[np.float64], scale: Scale
) -> TimeMap:
    names = looks[0][1].names
    steps = np.array([step for step, _ in looks], dtype=np.int64)
    return TimeMap(
        title=title,
        names=names,
        count=max(len(names), len(run.layers)),
        steps=steps,
        values=values,
        last=float(steps[-1]),
        scale=scale,
    )
