"""The loss: of every batch, smoothed, on the validation split, and of several seeds at once."""

from __future__ import annotations

from tui.lab.curves import MOST_READINGS, drawn, legend, line
from tui.lab.groups import Group
from tui.lab.live_run import LiveRun
from tui.lab.past import past
from tui.lab.scene import ChartState, Scene
from tui.lab.smoothing import smoothed
from tui.plots.palette import identity
from tui.plots.spec import Series, Trace


def loss_series(scene: Scene, state: ChartState) -> tuple[Series, ...]:
    """Bands first, then every run: raw behind smoothed, then validation."""
    banded = {run for group in scene.bands for run in group.runs}
    series = [one for group in scene.bands for one in _band(group)]
    alone = len(scene.runs) == 1
    few = len(scene.runs) <= MOST_READINGS  # the readings of more stand below the plots
    for run in drawn(scene, state.reader):
        if run in banded:
            continue
        series += past(scene, run, lambda history: history.loss)
        loss: Trace = run.history.loss
        if smoothed(run, state):
            series.append(_raw(run))
            loss = run.history.smoothed(state.smoothing).column
        series.append(line(run, loss, name=legend(scene, run), read=few))
        if len(run.history.evaluations):
            series.append(_validation(scene, run, alone=alone))
    return tuple(series)


def how(scene: Scene, state: ChartState) -> tuple[str, ...]:
    """What was done to the numbers, in full and in short; empty where nothing was."""
    said = []
    if scene.bands:
        said.append(("median of the seeds, lowest to highest", "median of the seeds"))
    banded = {run for group in scene.bands for run in group.runs}
    averaged = [run for run in scene.runs if run not in banded and smoothed(run, state)]
    if averaged:
        name = averaged[0].history.smoothed(state.smoothing).name
        said.append((f"{name} over raw", name.removesuffix(" debiased")))
    return tuple(", ".join(parts) for parts in zip(*said, strict=True))


def _raw(run: LiveRun) -> Series:
    colour = run.identity.colour
    return Series(name="", data=run.history.loss, colour=colour, faint=True, read=False)


def _validation(scene: Scene, run: LiveRun, *, alone: bool) -> Series:
    """The loss of the validation split: a colour of its own where only one run is drawn."""
    return Series(
        name="validation" if alone else "",
        data=run.history.evaluations,
        colour=identity(1, scene.look).colour if alone else run.identity.colour,
        line="dashed" if alone else "sparse",
        read=alone,
    )


def _band(group: Group) -> tuple[Series, Series]:
    """Everything from the lowest seed to the highest, under the median."""
    from tui.lab.bands import Envelope, Middle

    losses = [run.history.loss for run in group.runs]
    look = group.identity
    return (
        Series(name="", data=Envelope(losses), colour=look.colour, faint=True, read=False),
        Series(
            name=f"{group.label}, {len(group.runs)} seeds",
            data=Middle(losses),
            colour=look.colour,
            line=look.line,
            marker=look.marker,
        ),
    )
