"""Runs by what they were trained on: a picture of one means nothing over another's ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tui.plots.canvas import Canvas
from tui.plots.seen import Kind, RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import GAP, blank, share_out


def for_each_ground(
    spec: ViewSpec,
    kind: type[Kind],
    same: Callable[[Kind, Kind], bool],
    narrowest: int,
    draw: Callable[[ViewSpec, dict[RunSeen, Kind]], Canvas],
) -> Canvas | None:
    """A picture for all runs on one ground, side by side: as many as have room, that of the
    newest run in any case. None where nothing was seen.

    `same` says whether two runs saw one ground; `draw` is given its room and its runs.
    """
    grounds = _grounds(spec.all_seen(kind), same)
    if not grounds:
        return None
    canvas = blank(spec)
    fitting, width = share_out(spec.width, len(grounds), narrowest)
    for place, seen in enumerate(grounds[-fitting:]):
        room = replace(spec, width=width, runs=tuple(seen))
        canvas.paste(place * (width + GAP), 0, draw(room, seen))
    return canvas


def _grounds(
    seen: dict[RunSeen, Kind], same: Callable[[Kind, Kind], bool]
) -> list[dict[RunSeen, Kind]]:
    """Runs that share a ground, the ground of the newest run last."""
    grounds: list[dict[RunSeen, Kind]] = []
    for run, one in seen.items():
        known = next((ground for ground in grounds if same(next(iter(ground.values())), one)), {})
        grounds = [ground for ground in grounds if ground is not known]
        grounds.append({**known, run: one})
    return grounds
