"""The norm of the gradient: before clipping, after it, and the limit."""

from __future__ import annotations

from tui.lab.curves import MOST_READINGS, drawn, line
from tui.lab.past import past
from tui.lab.scene import ChartState, Scene
from tui.plots.spec import Rule, Series

Clipped = tuple[int, int]
"""Places of the series before and after clipping."""


def gradient_series(scene: Scene, state: ChartState) -> tuple[tuple[Series, ...], Clipped | None]:
    """Every run, with a second line for what clipping left; the newest such pair is marked."""
    series: list[Series] = []
    clipped: Clipped | None = None
    for run in drawn(scene, state.reader):
        clip = (plan := scene.plans.get(run.scenario)) is not None and plan.clip is not None
        name = "before clipping" if clip and clipped is None else ""
        series += past(scene, run, lambda history: history.grad_norm)
        few = len(scene.runs) <= MOST_READINGS
        series.append(line(run, run.history.grad_norm, name=name, read=few))
        if clip:
            series.append(
                Series(
                    name="after" if clipped is None else "",
                    data=run.history.applied_norm,
                    colour=run.identity.colour,
                    line="sparse",
                    read=False,
                )
            )
            clipped = (len(series) - 2, len(series) - 1)
    return tuple(series), clipped


def clip_rules(scene: Scene) -> tuple[Rule, ...]:
    """The limits of clipping, each once; the legend names all of them at the first."""
    clips = sorted({plan.clip for plan in scene.plans.values() if plan.clip is not None})
    name = "clip " + ", ".join(f"{limit:g}" for limit in clips)
    return tuple(
        Rule(value=limit, name="" if place else name, colour=scene.look.colours.muted)
        for place, limit in enumerate(clips)
    )
