"""A run as a line of time: where it can be gone back to, and what goes on from there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.request import RunRequest
from engine.schedules import Mark
from engine.travel import Fork
from tui.figures import written
from tui.lab.live_run import LiveRun

MOST_EPOCHS = 20
"""Epochs whose ends are drawn on the line; more would hide the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A snapshot."""

    run: str
    """The run that kept it: the one on the line, or one that it goes on from."""
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One run, from its beginning (or its parent's) to the end that is planned."""

    run: str
    name: str
    marker: str
    colour: str
    points: tuple[Point, ...]
    """Ascending, one a step at most."""
    first_step: int
    """Updates made in the run that it goes on from."""
    newest: int
    """Updates made by now."""
    steps: int
    """Updates planned."""
    per_epoch: int
    """0 without epochs."""
    marks: tuple[Mark, ...] = ()

    def index(self, step: int) -> int:
        """Place of the newest point up to a step; the first one where there is none before."""
        return max(0, bisect_right([point.step for point in self.points], step) - 1)

    def before(self, step: int) -> Point | None:
        """The newest point up to a step; None where there is none."""
        place = bisect_right([point.step for point in self.points], step)
        return self.points[place - 1] if place else None

    def moved(self, step: int, by: int) -> int:
        """The step of the point so many places further; the ends hold."""
        if not self.points:
            return step
        place = self.index(step) + by
        return self.points[max(0, min(place, len(self.points) - 1))].step


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyage:
    """Where the learner has gone back to."""

    run: str
    step: int
    keep_optimizer: bool = True
    """Whether what goes on from here remembers the steps before in its optimiser, too."""


def timeline(
    run: LiveRun, kept: Mapping[str, Sequence[int]], marks: tuple[Mark, ...] = ()
) -> Timeline:
    """The line of a run. `kept`: snapshots that are really there, by run, as far as known."""
    started = run.started
    return Timeline(
        run=run.info.run,
        name=run.label,
        marker=run.identity.marker,
        colour=run.identity.colour,
        points=points(run, kept),
        first_step=run.first_step,
        newest=run.history.step,
        steps=max(run.history.step, started.steps if started is not None else 0),
        per_epoch=started.steps_per_epoch if started is not None else 0,
        marks=marks,
    )


def points(
    run: LiveRun, kept: Mapping[str, Sequence[int]], until: int | None = None
) -> tuple[Point, ...]:
    """Its snapshots, and before its first step those of the run that it goes on from."""
    here = run.info.run
    there = set(kept.get(here, run.snapshots))
    own = [
        Point(run=here, step=step)
        for step in sorted(set(run.snapshots))
        if step in there and (until is None or step <= until)
    ]
    if run.parent is None:
        return tuple(own)
    first = run.first_step if until is None else min(until, run.first_step)
    had = {point.step for point in own}
    past = [point for point in points(run.parent, kept, first) if point.step not in had]
    return (*past, *own)


def ancestry(run: LiveRun) -> tuple[LiveRun, ...]:
    """The run and those that it goes on from, the youngest first."""
    return (run,) if run.parent is None else (run, *ancestry(run.parent))


def thousands(number: int) -> str:
    """`2 000`."""
    return f"{number:,}".replace(",", " ")


def place_words(line: Timeline, step: int) -> tuple[str, ...]:
    """Where on the line that is, in fewer and fewer words."""
    at = f"at step {thousands(step)} of {thousands(line.steps)}"
    here = next((n for n, point in enumerate(line.points, 1) if point.step == step), None)
    if here is None:
        return (f"{at} (no snapshot yet)", at)
    which = f"{at} (snapshot {here} of {len(line.points)})"
    epoch = f"   epoch {max(step - 1, 0) // line.per_epoch + 1}" if line.per_epoch else ""
    return (which + epoch, which, f"{at} (snapshot)", at)


def request_from(
    run: LiveRun, point: Point, voyage: Voyage, knobs: RunRequest | None = None
) -> RunRequest:
    """The run that goes on from a point: unchanged, or with the knobs of another request."""
    before = run.info.request
    fork = Fork(run=point.run, step=point.step, keep_optimizer=voyage.keep_optimizer)
    asked = replace(before, fork=fork, start_paused=False)
    if knobs is None:
        return asked
    return replace(asked, parameters=knobs.parameters, changes=knobs.changes or before.changes)


def changes(before: RunRequest, after: RunRequest) -> str:
    """`lr 0.1 → 0.01, momentum 0 → 0.9`; empty where nothing differs."""
    parts = []
    for ours, theirs in (
        (dict(before.parameters), dict(after.parameters)),
        (dict(before.changes), dict(after.changes)),
    ):
        for name in dict.fromkeys((*ours, *theirs)):
            old, new = ours.get(name), theirs.get(name)
            parts += [f"{name} {written(old)} → {written(new)}"] if old != new else []
    return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the line is drawn with."""

    done: str = "─"
    tick: str = "┴"
    ahead: str = "╌"
    head: str = "◆"
    epoch: str = "╵"


UNICODE_SIGNS = Signs()
ASCII_SIGNS = Signs(done="-", tick="+", ahead=".", head="@", epoch="'")


def track(line: Timeline, span: tuple[float, float], columns: int, signs: Signs) -> str:
    """The line in so many cells, from one step to another; the head is put over it."""
    cells = [" "] * columns
    for column in range(columns):
        step = _step(column, span, columns)
        if step <= line.steps + 0.5:
            cells[column] = signs.done if step <= line.newest + 0.5 else signs.ahead
    epochs = line.steps // line.per_epoch if line.per_epoch else 0
    if 1 < epochs <= MOST_EPOCHS:
        for epoch in range(1, epochs + 1):
            _put(cells, epoch * line.per_epoch, span, signs.epoch)
    for point in line.points:
        _put(cells, point.step, span, signs.tick)
    for mark in line.marks:
        _put(cells, mark.step, span, mark.letter)
    if line.first_step:
        _put(cells, line.first_step, span, "F")
    return "".join(cells)


def column_of(step: int, span: tuple[float, float], columns: int) -> int:
    """The cell of a step."""
    first, last = span
    share = (step - first) / max(1.0, last - first)
    return round(max(0.0, min(1.0, share)) * (columns - 1))


def _step(column: int, span: tuple[float, float], columns: int) -> float:
    first, last = span
    return first + column / max(1, columns - 1) * (last - first)


def _put(cells: list[str], step: int, span: tuple[float, float], sign: str) -> None:
    if cells and step <= span[1]:
        cells[column_of(step, span, len(cells))] = sign
