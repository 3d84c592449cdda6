"""The runs of the bench as rows of a table: what each cell says, and in which order they come."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tui.figures import NOTHING, duration, number
from tui.lab.bench import Bench
from tui.lab.differs import Compared, own_sides
from tui.lab.live_run import LiveRun

if TYPE_CHECKING:
    from tui.plots.palette import Identity

Column = Literal[
    "run", "differs", "seed", "status", "steps", "loss", "best", "at", "metric", "time"
]
COLUMNS: tuple[Column, ...] = (
    "run",
    "differs",
    "seed",
    "status",
    "steps",
    "loss",
    "best",
    "at",
    "metric",
    "time",
)
TITLES: dict[Column, str] = {
    "run": "run",
    "differs": "what differs",
    "seed": "seed",
    "status": "is",
    "steps": "steps",
    "loss": "last loss",
    "best": "best val",
    "at": "at",
    "metric": "metric",
    "time": "time",
}
"""Heads of the columns; `best val` is the lowest validation loss, `at` the step it was at."""
SHORT: dict[Column, str] = {"loss": "loss", "best": "best"}
"""The same where there is little room."""
NUMBERS: frozenset[Column] = frozenset({"seed", "steps", "loss", "best", "at", "metric", "time"})
"""Columns of numbers, which stand at their right edge."""
State = Literal["drawn", "hidden", "waiting"]
"""On the plots; hidden by hand; not drawn because newer ones are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run."""

    run: str
    """Its id."""
    name: str
    identity: Identity
    state: State
    pinned: bool
    differs: str
    """What tells it from all others of the table."""
    seed: int
    status: str
    steps: int
    loss: float
    """The newest training loss."""
    best: float
    """The lowest validation loss."""
    best_step: int
    metric: float
    """The newest value of the first metric."""
    metric_name: str
    seconds: float
    """Spent on training."""

    def cell(self, column: Column) -> str:
        """What stands in a column."""
        match column:
            case "run":
                return self.name
            case "differs":
                return self.differs or NOTHING
            case "status":
                return self.status
            case "time":
                return duration(self.seconds)
            case _:
                return self._figure(column)

    def _figure(self, column: Column) -> str:
        if column == "loss" and math.isnan(self.loss) and self.steps:
            return "nan"  # it was a number once, which a stroke would not say
        value = self.number(column)
        whole = column in ("seed", "steps", "at") and not math.isnan(value)
        return str(round(value)) if whole else figure(value)

    def number(self, column: Column) -> float:
        """The value of a column of numbers."""
        values: dict[Column, float] = {
            "seed": self.seed,
            "steps": self.steps,
            "loss": self.loss,
            "best": self.best,
            "at": math.nan if math.isnan(self.best) else self.best_step,
            "metric": self.metric,
            "time": self.seconds,
        }
        return values[column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By which column the rows are sorted."""

    column: Column | None = None
    """None: as they were made, the newest first."""
    falling: bool = False
    """Whether the largest comes first."""

    def next(self) -> Order:
        """By the next column, then as they were made again."""
        places: tuple[Column | None, ...] = (None, *COLUMNS)
        return Order(column=places[(places.index(self.column) + 1) % len(places)])

    def turned(self) -> Order:
        """The other way round."""
        return Order(column=self.column, falling=not self.falling)

    def sorted(self, rows: Sequence[RunRow]) -> list[RunRow]:
        """The rows in this order; what has no value comes last, either way."""
        if self.column is None:
            return list(rows) if self.falling else list(reversed(rows))
        if self.column not in NUMBERS:
            column = self.column
            return sorted(rows, key=lambda row: row.cell(column).casefold(), reverse=self.falling)
        numbered = [(row, row.number(self.column)) for row in rows]
        known = [pair for pair in numbered if not math.isnan(pair[1])]
        known.sort(key=lambda pair: pair[1], reverse=self.falling)
        return [row for row, _ in known] + [row for row, value in numbered if math.isnan(value)]


def rows(bench: Bench) -> list[RunRow]:
    """All runs of the bench, oldest first."""
    runs = bench.runs
    every = named(runs)
    drawn = {run.info.run for run in bench.plotted()}
    return [
        _row(run, bench, drawn, differs)
        for run, differs in zip(runs, own_sides(every), strict=True)
    ]


def compared(run: LiveRun) -> Compared:
    """A run, as far as it may differ from others."""
    started = run.started
    return Compared(
        run=run.info.run,
        name=run.label,
        request=run.info.request,
        device=started.device if started is not None else "",
        first_step=started.first_step if started is not None else None,
        changes=run.changes,
    )


def named(runs: Sequence[LiveRun]) -> list[Compared]:
    """The same for many; where several have one name, each is named with its seed."""
    labels = [run.label for run in runs]
    found = []
    for run in runs:
        one = compared(run)
        alone = labels.count(run.label) == 1
        found.append(one if alone else replace(one, name=seeded(run.label, one.request.seed)))
    return found


def seeded(name: str, seed: int) -> str:
    """A name with its seed, unless it says so itself."""
    words = f"seed {seed}"
    return name if name.endswith(words) else f"{name}, {words}"


def _row(run: LiveRun, bench: Bench, drawn: set[str], differs: str) -> RunRow:
    best, best_step = best_validation(run)
    hidden = run.info.run in bench.curation.hidden
    shown = run.info.run in drawn
    metric = run.metrics[0] if run.metrics else None
    return RunRow(
        run=run.info.run,
        name=run.label,
        identity=run.identity,
        state="drawn" if shown else "hidden" if hidden else "waiting",
        pinned=run.info.run in bench.curation.pinned,
        differs=differs,
        seed=run.info.request.seed,
        status=status(run),
        steps=run.history.step,
        loss=run.history.loss.latest,
        best=best,
        best_step=best_step,
        metric=metric.value if metric is not None else math.nan,
        metric_name=metric.name if metric is not None else "",
        seconds=run.ended.seconds if run.ended is not None else run.history.seconds,
    )


def status(run: LiveRun) -> str:
    """What it is doing, in a word."""
    if run.ended is not None:
        return run.ended.status
    if run.cut_off:
        return "unfinished"
    if run.started is None:
        return "starting"
    return "paused" if run.paused else "training"


def best_validation(run: LiveRun) -> tuple[float, int]:
    """The lowest validation loss and the step it was measured at; NaN where there is none."""
    import numpy as np

    values = run.history.evaluations.values
    if not np.isfinite(values).any():
        return math.nan, 0
    place = int(np.argmin(np.where(np.isfinite(values), values, np.inf)))
    return float(values[place]), int(run.history.evaluations.positions[place])


def figure(value: float) -> str:
    """Four significant digits; a stroke where there is nothing."""
    return NOTHING if math.isnan(value) else number(value)
