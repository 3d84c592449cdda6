"""What every run that is shown has at the cursor: exact values, as they are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from tui.figures import NOTHING, number
from tui.lab.curves import read_first
from tui.lab.groups import Group
from tui.lab.live_run import LiveRun
from tui.lab.scene import ChartState, Scene

if TYPE_CHECKING:
    from engine.history import Points

COLUMNS = ("loss", "validation", "", "lr", "|g|")
"""What is read of every run; in the middle the first metric, by its name."""
VALIDATION, METRIC = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReading:
    """One run."""

    marker: str
    colour: str
    name: str
    values: tuple[str, ...]
    """One for each column of the readout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """All runs at one step, or each at its newest."""

    place: str
    columns: tuple[str, ...]
    """What is read; what no run has is left out."""
    runs: tuple[RunReading, ...]
    first: int = 0
    """Which of them is read first where not all have room."""
    spare: int | None = None
    """The column that is left out first where not all have room."""

    def without_spare(self) -> Readout:
        """What is left."""
        kept = [place for place in range(len(self.columns)) if place != self.spare]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in kept),
            runs=tuple(_only(run, kept) for run in self.runs),
            spare=None,
        )


def readout(scene: Scene, state: ChartState) -> Readout | None:
    """What is read at the cursor, or now; None where there is nothing yet."""
    place = "now" if state.cursor is None else f"step {state.cursor}"
    if not scene.runs:
        planned = _planned(scene, next(iter(scene.plans), ""), state.cursor)
        if planned == NOTHING:
            return None
        row = RunReading(marker="", colour="", name="", values=(planned,))
        return Readout(place=place, columns=("lr",), runs=(row,))
    bands = {run: group for group in scene.bands for run in group.runs}
    rows = [_row(scene, run, state.cursor, bands.get(run)) for run in scene.runs]
    measured = any(len(run.history.evaluations) for run in scene.runs)
    metric = _metric(scene.runs)
    has = {VALIDATION: measured, METRIC: bool(metric)}
    filled = [place for place in range(len(COLUMNS)) if has.get(place, True)]
    return Readout(
        place=place,
        columns=tuple(metric if column == METRIC else COLUMNS[column] for column in filled),
        runs=tuple(_only(row, filled) for row in rows),
        first=read_first(len(rows), state.reader),
        spare=filled.index(METRIC) if metric else None,
    )


def _metric(runs: Sequence[LiveRun]) -> str:
    """Name of the first metric, where all runs that measure any agree on it; else empty."""
    names = {run.metrics[0].name for run in runs if run.metrics}
    return names.pop() if len(names) == 1 else ""


def _only(row: RunReading, columns: list[int]) -> RunReading:
    values = tuple(row.values[column] for column in columns)
    return RunReading(marker=row.marker, colour=row.colour, name=row.name, values=values)


def _row(scene: Scene, run: LiveRun, cursor: int | None, band: Group | None) -> RunReading:
    step = run.history.step if cursor is None else cursor
    known = run.at(step)
    recorded = _owner(run, step).history.loss.start <= step <= run.history.step
    clipped = known.applied_norm < known.grad_norm * (1 - 1e-6)
    norm = _measured(known.grad_norm, recorded=recorded)
    makers = [_owner(one, step) for one in (band.runs if band is not None else (run,))]
    return RunReading(
        marker=run.identity.marker,
        colour=run.identity.colour,
        name=_name(scene, run, band),
        values=(
            _measured(known.loss, recorded=recorded) if band is None else _spread(band, cursor),
            _across([one.history.evaluations for one in makers], step, exact=cursor is not None),
            _across([one.first_metric for one in makers], step, exact=False),
            number(known.lr[0]) if recorded and known.lr else _planned(scene, run.scenario, step),
            f"{norm} → {number(known.applied_norm)}" if clipped else norm,
        ),
    )


def _name(scene: Scene, run: LiveRun, band: Group | None) -> str:
    """Its label, with the seed where others have the same."""
    if band is not None:
        return f"{band.label}, {len(band.runs)} seeds"
    alone = sum(other.label == run.label for other in scene.runs) == 1
    return run.label if alone else f"{run.label}, seed {run.info.request.seed}"


def _measured(value: float, *, recorded: bool) -> str:
    """A value that is no number is told from one that was never recorded."""
    return number(value) if recorded else NOTHING


def _owner(run: LiveRun, step: int) -> LiveRun:
    """The run that made a step: itself, or the one that it goes on from."""
    if run.parent is not None and step <= run.first_step:
        return _owner(run.parent, step)
    return run


def _across(measured: Sequence[Points], step: int, *, exact: bool) -> str:
    """What was measured in one run, or the median and both ends of what was in several."""
    if len(measured) == 1:
        return _measured_at(measured[0], step, exact=exact)
    found = sorted(one.at(step) for one in measured if not math.isnan(one.when(step)))
    return _ends(median(found), found[0], found[-1]) if found else NOTHING


def _measured_at(values: Points, step: int, *, exact: bool) -> str:
    """The newest measurement, and when it was made where that was before the step."""
    when = values.when(step)
    if math.isnan(when):
        return NOTHING
    value = number(values.at(step))
    return value if not exact or when == step else f"{value} (step {when:.0f})"


def _planned(scene: Scene, scenario: str, step: int | None) -> str:
    """The rate that the plan has for a step that no update has reached."""
    from engine.history import Points

    plan = scene.plans.get(scenario)
    if plan is None or step is None or step > plan.steps:
        return NOTHING
    rate = Points.of(plan.lr_steps, plan.lr).at(step)
    return NOTHING if math.isnan(rate) else f"{number(rate)} planned"


def _spread(band: Group, cursor: int | None) -> str:
    """The median of the seeds, and how far they lie apart."""
    from tui.lab.bands import Curves

    curves = Curves([run.history.loss for run in band.runs])
    spread = curves.latest_spread() if cursor is None else curves.spread(cursor)
    if not spread.runs:
        return NOTHING
    return _ends(spread.middle, spread.lowest, spread.highest)


def _ends(middle: float, lowest: float, highest: float) -> str:
    return f"{number(middle)} ({number(lowest)} to {number(highest)})"
