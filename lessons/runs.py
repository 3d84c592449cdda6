"""Finished runs as a lesson's answer function sees them: arrays, and questions about them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from engine.events import Evaluated, Status, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.runs import StoredRun

    Floats = NDArray[np.float64]

NEVER = math.inf
"""The step at which something happens that does not happen."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Curve:
    """Something measured now and then during a run."""

    steps: NDArray[np.int64]
    """(n,); updates made before each measurement."""
    values: Floats
    """(n,)."""

    @property
    def last(self) -> float:
        """The latest value. Raises IndexError where nothing was measured."""
        return float(self.values[-1])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FinishedRun:
    """One run, from its first step to its end."""

    scenario: str
    seed: int
    status: Status
    """`diverged` where the loss or a gradient stopped being a number."""
    loss: Floats
    """(steps,); mean over each step's batch, before its update."""
    lr: Floats
    """(steps,); of the first parameter group."""
    grad_norm: Floats
    """(steps,); before clipping."""
    applied_norm: Floats
    """(steps,); after clipping."""
    evaluations: tuple[Evaluated, ...] = ()
    """Whole splits, measured in eval mode."""

    @property
    def steps(self) -> int:
        """Updates made."""
        return len(self.loss)

    def curve(
        self, metric: str = "loss", split: str = "validation", weights: Weights = "current"
    ) -> Curve:
        """Loss or another metric of a split. Raises KeyError where it was never measured.

        `weights`: the ones that train, or their moving average.
        """
        import numpy as np

        points = [
            (event.step, value)
            for event in self.evaluations
            if (event.split, event.weights) == (split, weights)
            and (value := event.value(metric)) is not None
        ]
        if not points:
            raise KeyError(f"the run of {self.scenario} has no {metric} of the {split} split")
        steps, values = zip(*points, strict=True)
        return Curve(steps=np.array(steps, dtype=np.int64), values=np.array(values, dtype=float))

    def first_step(self, condition: Callable[[FinishedRun], NDArray[np.bool_]]) -> float:
        """First step, from 1, at which a per-step condition holds; NEVER where none does."""
        import numpy as np

        places = np.flatnonzero(condition(self))
        return float(places[0] + 1) if len(places) else NEVER


class Runs:
    """The finished runs of a lab, several seeds of each scenario where they were made."""

    def __init__(self, runs: Iterable[FinishedRun]) -> None:
        self._runs = tuple(runs)

    def __iter__(self) -> Iterator[FinishedRun]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def __getitem__(self, scenario: str) -> FinishedRun:
        """The first run of a scenario. Raises KeyError where there is none."""
        return self.seeds(scenario)[0]

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios that were run, in the order of the runs."""
        return tuple(dict.fromkeys(run.scenario for run in self._runs))

    def seeds(self, scenario: str) -> tuple[FinishedRun, ...]:
        """Every run of a scenario. Raises KeyError where there is none."""
        found = tuple(run for run in self._runs if run.scenario == scenario)
        if not found:
            raise KeyError(f"no run of {scenario}; there are runs of {', '.join(self.scenarios)}")
        return found

    def first(
        self,
        condition: Callable[[FinishedRun], NDArray[np.bool_]],
        otherwise: str,
        tie: str | None = None,
    ) -> str:
        """Name of the scenario in which a per-step condition holds first.

        `otherwise` where it never holds; `tie` where two scenarios share the first step (without
        it, the earlier one is named). Over several seeds the median step of a scenario counts.
        """
        reached = self._medians(lambda run: run.first_step(condition))
        if min(reached.values()) == NEVER:
            return otherwise
        return _least(reached, tie, 0.0)

    def lowest(
        self, key: Callable[[FinishedRun], float], tie: str | None = None, margin: float = 0.0
    ) -> str:
        """Name of the scenario with the smallest key; NaN counts as the largest of all.

        `tie` where the second smallest is within `margin` of it. Over several seeds the median
        of a scenario counts.
        """
        return _least(self._medians(key), tie, margin)

    def highest(
        self, key: Callable[[FinishedRun], float], tie: str | None = None, margin: float = 0.0
    ) -> str:
        """Name of the scenario with the largest key; NaN counts as the smallest of all."""
        return self.lowest(lambda run: -key(run), tie, margin)

    def _medians(self, key: Callable[[FinishedRun], float]) -> dict[str, float]:
        return {
            scenario: median(_ordered(key(run)) for run in self.seeds(scenario))
            for scenario in self.scenarios
        }


def finished(stored: StoredRun) -> FinishedRun:
    """A run as it lies on disk, in the form that answer functions are given."""
    import numpy as np

    rows = stored.rows
    ended = stored.ended
    return FinishedRun(
        scenario=stored.info.request.name,
        seed=stored.info.request.seed,
        status=ended.status if ended else "stopped",
        loss=np.asarray(rows["loss"], dtype=float),
        lr=np.asarray(rows["lr"][:, 0], dtype=float),
        grad_norm=np.asarray(rows["grad_norm"], dtype=float),
        applied_norm=np.asarray(rows["applied_norm"], dtype=float),
        evaluations=tuple(event for event in stored.events if isinstance(event, Evaluated)),
    )


def _ordered(value: float) -> float:
    return NEVER if math.isnan(value) else float(value)


def _least(values: dict[str, float], tie: str | None, margin: float) -> str:
    ranked = sorted(values, key=values.__getitem__)
    if tie is not None and len(ranked) > 1:
        best, second = values[ranked[0]], values[ranked[1]]
        if best == second or second - best <= margin:
            return tie
    return ranked[0]
