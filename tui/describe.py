"""One line about a finished run, or about several that differ in their seeds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.errors import EngineError
from engine.events import Evaluated
from engine.runs import RunStore, StoredRun
from tui.figures import number


class Describer:
    """Looks runs up on disk, each once."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._known: dict[str, Outcome | None] = {}

    def __call__(self, runs: Sequence[str]) -> str:
        """The line of the runs of these ids; empty where none is on disk any more."""
        found = [outcome for run in runs if (outcome := self._outcome(run)) is not None]
        return describe_all(found) if len(runs) > 1 else "".join(map(_line, found))

    def _outcome(self, run: str) -> Outcome | None:
        if run not in self._known:
            try:
                self._known[run] = _outcome(self._store.load(run))
            except EngineError:
                self._known[run] = None
        return self._known[run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended, in numbers."""

    steps: int
    diverged: bool
    figures: tuple[tuple[str, float], ...]
    """The loss, then what was measured on the validation split at last, by name."""


def describe(run: StoredRun) -> str:
    """`loss 0.0412 after 2000 steps   validation 0.051   accuracy 0.973`."""
    return _line(_outcome(run))


def describe_all(runs: Sequence[Outcome]) -> str:
    """`5 seeds: loss 0.31 to 0.52   validation 0.4 to 0.61   accuracy 0.8 to 0.9`."""
    whole = [run for run in runs if run.steps and not run.diverged]
    lost = sum(run.diverged for run in runs)
    parts = [f"{lost} of them diverged"] if lost else []
    figures: dict[str, list[float]] = {}
    for run in whole:
        for name, value in run.figures:
            figures.setdefault(name, []).append(value)
    parts += [f"{name} {_range(values)}" for name, values in figures.items()]
    seeds = f"{len(runs)} seed{'s' * (len(runs) != 1)}"
    return f"{seeds}: " + "   ".join(parts) if parts else seeds


def _outcome(run: StoredRun) -> Outcome:
    if not len(run.rows):
        return Outcome(steps=0, diverged=False, figures=())
    loss = float(run.rows["loss"][-1])
    lost = run.ended is not None and run.ended.status == "diverged"
    figures = [("loss", loss)]
    evaluated = [event for event in run.events if isinstance(event, Evaluated)]
    measured = [
        event for event in evaluated if (event.split, event.weights) == ("validation", "current")
    ]
    if measured:
        figures.append(("validation", measured[-1].loss))
        figures += [(metric.name, metric.value) for metric in measured[-1].metrics]
    return Outcome(
        steps=len(run.rows), diverged=lost or not math.isfinite(loss), figures=tuple(figures)
    )


def _line(run: Outcome) -> str:
    if not run.steps:
        return "no steps"
    (name, loss), *measured = run.figures
    if run.diverged:
        return f"diverged at step {run.steps}: {name} {number(loss)}"
    said = [f"{name} {number(loss)} after {run.steps} steps"]
    return "   ".join([*said, *(f"{name} {number(value)}" for name, value in measured)])


def _range(values: Iterable[float]) -> str:
    ordered = sorted(values)
    low, high = number(ordered[0]), number(ordered[-1])
    return low if low == high else f"{low} to {high}"
