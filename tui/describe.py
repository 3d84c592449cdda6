"""One line about a finished run."""

from __future__ import annotations

import math

from engine.errors import EngineError
from engine.events import Evaluated
from engine.runs import RunStore, StoredRun
from tui.figures import number


class Describer:
    """Looks runs up on disk, each once."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def __call__(self, run: str) -> str:
        """The line of the run of that id; empty where it is no longer on disk."""
        if run not in self._known:
            try:
                self._known[run] = describe(self._store.load(run))
            except EngineError:
                self._known[run] = ""
        return self._known[run]


def describe(run: StoredRun) -> str:
    """`loss 0.0412 after 2000 steps   validation 0.051   accuracy 0.973`."""
    if not len(run.rows):
        return "no steps"
    loss = float(run.rows["loss"][-1])
    steps = len(run.rows)
    if not math.isfinite(loss) or (run.ended is not None and run.ended.status == "diverged"):
        return f"diverged at step {steps}: loss {number(loss)}"
    parts = [f"loss {number(loss)} after {steps} steps"]
    evaluated = [event for event in run.events if isinstance(event, Evaluated)]
    measured = [
        event for event in evaluated if (event.split, event.weights) == ("validation", "current")
    ]
    if measured:
        parts.append(f"validation {number(measured[-1].loss)}")
        parts += [f"{metric.name} {number(metric.value)}" for metric in measured[-1].metrics]
    return "   ".join(parts)
