"""The learning rate: planned, and over it what the updates have used."""

from __future__ import annotations

from tui.lab.curves import MOST_READINGS, drawn, line
from tui.lab.past import past
from tui.lab.scene import ChartState, Scene
from tui.plots.palette import identity
from tui.plots.spec import Series


def rate_series(scene: Scene, state: ChartState) -> tuple[Series, ...]:
    """Plans first, under what became of them."""
    from engine.history import Points

    series: list[Series] = []
    for index, scenario in enumerate(scene.order):
        plan = scene.plans.get(scenario)
        if plan is None:
            continue
        series.append(
            Series(
                name="planned" if not series else "",
                data=Points.of(plan.lr_steps, plan.lr),
                colour=identity(index, scene.look).colour,
                line="dotted",
                faint=True,
                read=False,
            )
        )
    few = len(scene.runs) <= MOST_READINGS
    actual = [
        line(run, run.history.lr[0], name="" if number else "actual", read=few)
        for number, run in enumerate(drawn(scene, state.reader))
    ]
    before = [
        one
        for run in drawn(scene, state.reader)
        for one in past(scene, run, lambda history: history.lr[0])
    ]
    return (*series, *before, *actual)
