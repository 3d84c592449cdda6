"""How far each step moves each layer, how large its gradient and its weights are, over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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
from tui.plots.views.time_map import Column, TimeMap, draw_time_map, newest

NARROWEST = 30
HEALTHY = "about 1e-3 is healthy"
"""Karpathy, CS231n notes, "Neural Networks 3", 2015."""
Looks = list[tuple[int, LayerNorms]]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers of each layer."""

    title: str
    short: str
    of: Callable[[LayerNorms], Array | None]
    note: str = ""


PARTS = (
    Part("update / weight, log", "update", lambda seen: seen.update_ratio, HEALTHY),
    Part("gradient norm, log", "gradient", lambda seen: seen.gradient_norm),
    Part("weight norm, log", "weight", lambda seen: seen.weight_norm),
)
"""In the order in which they give way: the share of a layer that a step changes says most; the
gradients have a view of their own too."""


def draw_layer_norms(spec: ViewSpec) -> Canvas | None:
    """Up to three maps for each run; each kind has one scale for all runs."""
    looks = {run: run.looks(spec.name, LayerNorms, spec.moment) for run in spec.runs}
    looks = {run: seen for run, seen in looks.items() if seen}
    if not looks:
        return None
    values = {run: [_values(seen, part) for part in PARTS] for run, seen in looks.items()}
    there = [part for part in range(len(PARTS)) if any(len(v[part]) for v in values.values())]
    if not there:
        return None
    canvas = blank(spec)
    shown = panels(canvas, spec, list(looks), NARROWEST)
    scales = {part: log_scale(*(values[run][part] for run, _ in shown)) for part in there}
    for run, box in shown:
        separate(canvas, spec.look, box.left)
        lowest = len(looks[run][0][1].names) + 2
        rooms = blocks(box, len(there), NARROWEST, lowest)
        hidden = there[len(rooms) :]
        for part, room in zip(there, rooms, strict=False):
            what = _map(run, looks[run], PARTS[part], values[run][part], scales[part])
            if part == there[0]:
                what = replace(what, beside=_beside(hidden, values[run]))
            draw_time_map(canvas, spec.look, room, what)
    return canvas


def _beside(parts: list[int], values: list[NDArray[np.float64]]) -> tuple[Column, ...]:
    """The newest numbers of what has no map."""
    return tuple(
        (PARTS[part].short, tuple(newest(row) for row in values[part]))
        for part in parts
        if len(values[part])
    )


def _values(looks: Looks, part: Part) -> NDArray[np.float64]:
    """(layers, looks); nan where a look had none; no layers where none had any."""
    names = looks[0][1].names
    columns = np.full((len(looks), len(names)), np.nan)
    for place, (_, seen) in enumerate(looks):
        found = part.of(seen)
        if found is not None and found.shape == (len(names),):
            columns[place] = found.numpy()
    return np.empty((0, len(looks))) if np.isnan(columns).all() else columns.T


def _map(
    run: RunSeen, looks: Looks, part: Part, values: NDArray[np.float64], scale: Scale
) -> TimeMap:
    names = looks[0][1].names
    steps = np.array([step for step, _ in looks], dtype=np.int64)
    return TimeMap(
        title=part.title,
        names=names,
        count=max(len(names), len(run.layers)),
        steps=steps,
        values=values,
        last=float(steps[-1]),
        scale=scale,
        note=part.note,
    )
