"""Charts of a case: the broken run, what a trial has shown, both programs beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.plots.palette import Look, identity
from tui.plots.spec import ChartSpec, Series

if TYPE_CHECKING:
    from lessons.clinics.shown import Trail

EMPTY = "The curve is drawn here once the run is made."


def chart(
    title: str, trails: Sequence[Trail], look: Look, *, log: bool = False, empty: str = EMPTY
) -> ChartSpec:
    """Some trails on one x axis; size is the widget's to say."""
    from engine.history import Points

    series = []
    for index, trail in enumerate(trails):
        who = identity(index, look)
        steps = [float(1 + trail.every * place) for place in range(len(trail.values))]
        series.append(
            Series(
                name=trail.name,
                data=Points.of(steps, trail.values),
                colour=who.colour,
                line=who.line,
                marker=who.marker,
            )
        )
    longest = max((1 + trail.every * (len(trail.values) - 1) for trail in trails), default=1)
    return ChartSpec(
        title=title,
        series=tuple(series),
        first=1.0,
        last=float(max(longest, 2)),
        width=0,
        height=0,
        log_y=log,
        empty=empty,
        look=look,
    )
