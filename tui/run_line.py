"""One line about a finished run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.events import Evaluated

if TYPE_CHECKING:
    from engine.runs import RunStore, StoredRun


class RunLines:
    """Reads runs from disk, each once, and says how they ended."""

    def __init__(self, runs: RunStore) -> None:
        self._runs = runs
        self._lines: dict[str, str] = {}

    def line(self, run: str) -> str:
        """Loss, metrics and steps; empty where the run is no longer on disk."""
        if run not in self._lines:
            try:
                self._lines[run] = describe(self._runs.load(run))
            except EngineError:
                self._lines[run] = ""
        return self._lines[run]


def describe(run: StoredRun) -> str:
    """`loss 0.0412, accuracy 0.97, after 2000 steps`; what went wrong where something did."""
    if len(run.rows) == 0:
        return "no step was made"
    steps = len(run.rows)
    if run.ended is not None and run.ended.status == "diverged":
        return f"diverged at step {steps}"
    evaluated = [event for event in run.events if isinstance(event, Evaluated)]
    validation = [event for event in evaluated if event.split == "validation"]
    if validation:
        last = validation[-1]
        facts = [f"validation loss {short(last.loss)}"]
        facts += [f"{metric.name} {short(metric.value)}" for metric in last.metrics]
    else:
        facts = [f"loss {short(float(run.rows['loss'][-1]))}"]
    return f"{', '.join(facts)} after {steps} steps"


def short(value: float) -> str:
    """Three significant digits; what is no number says so."""
    return f"{value:.3g}" if math.isfinite(value) else "not a number"
