"""The three stacked plots of the lab, as specs: what is drawn, in which order, on which axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.plan import Plan
from engine.schedules import Mark
from tui.lab.live_run import LiveRun
from tui.plots.palette import Look, identity
from tui.plots.spec import ChartSpec, Rule, Series, Trace

MOST_EPOCH_MARKS = 12
MOST_NAMES = 3
"""Names that fit into a legend; the lab names all its scenarios above the plots anyway."""
NAMES = ("loss", "lr", "gradients")
SMOOTHINGS = (0.9, 0.98, 0.0)
"""Share of the past in the smoothed curve, the default first; 0 shows the raw one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartState:
    """How the learner wants the plots."""

    log_loss: bool
    smoothing: float
    first: float | None = None
    """Left edge in steps; None follows the run."""
    last: float | None = None
    cursor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything the plots are made of."""

    runs: Sequence[LiveRun]
    plans: Mapping[str, Plan]
    """Planned runs by scenario."""
    order: Sequence[str]
    """All scenarios of the lab; their place gives a plan its colour."""
    guess: str | None
    """Scenario that the learner predicted."""
    look: Look


def charts(scene: Scene, state: ChartState) -> tuple[ChartSpec, ChartSpec, ChartSpec]:
    """Loss, learning rate and gradient norm on one x axis."""
    first, last = limits(scene, state)
    return (
        _loss(scene, state, first, last),
        _rate(scene, state, first, last),
        _gradient(scene, state, first, last),
    )


def limits(scene: Scene, state: ChartState) -> tuple[float, float]:
    """Steps at both edges: the longest run or plan that is shown, or what was zoomed to."""
    planned = [plan.steps for plan in scene.plans.values()]
    made = [_length(run) for run in scene.runs]
    longest = max([*(made or planned), 2])
    first = 1.0 if state.first is None else state.first
    last = float(longest) if state.last is None else state.last
    return first, max(last, first + 1)


def _length(run: LiveRun) -> int:
    """Steps the run has come to, or is going to: one that broke early fills the plot."""
    if run.ended is not None or run.started is None:
        return run.history.step
    return max(run.started.steps, run.history.step)


def _loss(scene: Scene, state: ChartState, first: float, last: float) -> ChartSpec:
    series: list[Series] = []
    named: set[str] = set()
    smoothed = False
    alone = len(scene.runs) == 1
    few = len(scene.runs) <= 2  # names need the room of readings, which stand below the plots too
    for run in scene.runs:
        colour = run.identity.colour
        loss: Trace = run.history.loss
        if state.smoothing and run.noisy:
            smoothed = True
            series.append(Series(name="", data=loss, colour=colour, faint=True, read=False))
            loss = run.history.smoothed(state.smoothing).column
        series.append(_line(run, loss, name=_legend(scene, run, named), read=few))
        if len(run.history.evaluations):
            series.append(_validation(scene, run, alone=alone))
    how = f", EMA {state.smoothing:g} over raw" if smoothed else ""
    return ChartSpec(
        title=f"loss{how}",
        series=tuple(series),
        first=first,
        last=last,
        width=0,
        height=0,
        log_y=state.log_loss,
        x_labels=False,
        marks=_broken(scene.runs),
        cursor=state.cursor,
        look=scene.look,
    )


def _line(run: LiveRun, data: Trace, *, name: str = "", read: bool = True) -> Series:
    """A curve of the run, in the looks by which it is known."""
    look = run.identity
    return Series(
        name=name, data=data, colour=look.colour, line=look.line, marker=look.marker, read=read
    )


def _validation(scene: Scene, run: LiveRun, *, alone: bool) -> Series:
    """The loss of the validation split: a colour of its own where only one run is drawn."""
    return Series(
        name="validation" if alone else "",
        data=run.history.evaluations,
        colour=identity(1, scene.look).colour if alone else run.identity.colour,
        line="dashed" if alone else "sparse",
        read=alone,
    )


def _rate(scene: Scene, state: ChartState, first: float, last: float) -> ChartSpec:
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
    actual = [
        _line(run, run.history.lr[0], name="" if number else "actual")
        for number, run in enumerate(scene.runs)
    ]
    return ChartSpec(
        title="learning rate",
        series=(*series, *actual),
        first=first,
        last=last,
        width=0,
        height=0,
        x_labels=False,
        marks=_marks(scene),
        cursor=state.cursor,
        empty="The planned curve appears once the engine is warm.",
        look=scene.look,
    )


def _gradient(scene: Scene, state: ChartState, first: float, last: float) -> ChartSpec:
    clips = [plan.clip for plan in scene.plans.values() if plan.clip is not None]
    series: list[Series] = []
    clipped: tuple[int, int] | None = None
    for run in scene.runs:
        clip = (plan := scene.plans.get(run.scenario)) is not None and plan.clip is not None
        name = "before clipping" if clip and clipped is None else ""
        series.append(_line(run, run.history.grad_norm, name=name))
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
    return ChartSpec(
        title="gradient norm",
        series=tuple(series),
        first=first,
        last=last,
        width=0,
        height=0,
        log_y=True,
        marks=_broken(scene.runs),
        clipped=clipped,
        rules=tuple(
            Rule(value=limit, name=f"clip {limit:g}", colour=scene.look.colours.muted)
            for limit in sorted(set(clips))
        ),
        cursor=state.cursor,
        look=scene.look,
    )


def _legend(scene: Scene, run: LiveRun, named: set[str]) -> str:
    """The run's name, once for every scenario; what was predicted says so."""
    if run.label in named or len({other.label for other in scene.runs}) > MOST_NAMES:
        return ""
    named.add(run.label)
    guessed = run.standard and run.scenario == scene.guess
    return f"{run.label} (your guess)" if guessed else run.label


def _broken(runs: Sequence[LiveRun]) -> tuple[Mark, ...]:
    return tuple(
        Mark(run.broke.step, "!", f"{run.label}: the {run.broke.what} is no longer a number")
        for run in runs
        if run.broke is not None
    )


def _marks(scene: Scene) -> tuple[Mark, ...]:
    """Marks of the newest run's schedule, and of its epochs as long as they are few."""
    scenario = scene.runs[-1].scenario if scene.runs else next(iter(scene.plans), "")
    plan = scene.plans.get(scenario)
    if plan is None:
        return ()
    epochs = plan.steps // plan.steps_per_epoch if plan.steps_per_epoch else 0
    ends = (
        tuple(
            Mark(epoch * plan.steps_per_epoch, "E", f"epoch {epoch} ends")
            for epoch in range(1, epochs + 1)
        )
        if 1 < epochs <= MOST_EPOCH_MARKS
        else ()
    )
    return (*ends, *plan.marks)
