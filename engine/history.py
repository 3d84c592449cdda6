"""The metrics of one run, ready to be drawn at any zoom and read at any step.

Dense columns hold one value per update (the first at step 1), sparse ones what is measured
now and then. A history belongs to one thread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.columns import Column, Extremes, Floats, Growing, Window, evenly, summarise
from engine.layer_history import LayerHistory

FIRST_STEP = 1
KEPT_AVERAGES = 2
"""Averages of one run that are kept up to date; each is as long as the run."""


class Points:
    """A series with values at some positions only, which never go back."""

    __slots__ = ("_positions", "_values")

    def __init__(self) -> None:
        self._positions = Growing()
        self._values = Growing()

    @classmethod
    def of(cls, positions: ArrayLike, values: ArrayLike) -> Points:
        """A series from two sequences of one length. Raises ValueError as `append` does."""
        points = cls()
        points.append(positions, values)
        return points

    def __len__(self) -> int:
        return len(self._values)

    @property
    def positions(self) -> Floats:
        """Where there are values, ascending. Not to be changed by readers."""
        return self._positions.values

    @property
    def values(self) -> Floats:
        """The values there. Not to be changed by readers."""
        return self._values.values

    @property
    def latest(self) -> float:
        """Newest value; NaN where there is none."""
        return float(self.values[-1]) if len(self) else math.nan

    def append(self, positions: ArrayLike, values: ArrayLike) -> None:
        """Add values. Raises ValueError where lengths differ or positions go back."""
        where = np.asarray(positions, dtype=np.float64).reshape(-1)
        added = np.asarray(values, dtype=np.float64).reshape(-1)
        if len(where) != len(added):
            raise ValueError(f"{len(where)} positions for {len(added)} values")
        if np.any(np.diff(where, prepend=self.positions[-1:]) < 0):
            raise ValueError("positions of a series must not go back")
        self._positions.write(len(self._positions), where)
        self._values.write(len(self._values), added)

    def at(self, position: float) -> float:
        """Newest value at or before a position; NaN where there is none."""
        index = int(np.searchsorted(self.positions, position, side="right")) - 1
        return float(self.values[index]) if index >= 0 else math.nan

    def when(self, position: float) -> float:
        """Where the value that `at` gives was measured; NaN where there is none."""
        index = int(np.searchsorted(self.positions, position, side="right")) - 1
        return float(self.positions[index]) if index >= 0 else math.nan

    def window(self, first: float, last: float, columns: int) -> Window:
        """As `Column.window`, with exact edges; the cost grows with the points in it."""
        if not (columns > 0 and first < last):
            raise ValueError(f"no window from {first} to {last} in {columns} columns")
        borders = evenly(first, last, columns)
        edges = np.searchsorted(self.positions, borders).astype(np.int64)
        blocks = Extremes.of(self.values[edges[0] : edges[-1]])
        return summarise(self.values, blocks, edges, 1)


class Smoothed:
    """The debiased exponential moving average of a column, over all of its values.

    mₜ = β mₜ₋₁ + (1 − β) xₜ, drawn as mₜ / (1 − βᵗ), so that the start is not pulled towards 0.
    A value that is not finite leaves a gap and does not enter the average.
    """

    __slots__ = ("_decay", "_mean", "beta", "column")

    def __init__(self, beta: float, start: int = 0) -> None:
        if not 0 <= beta < 1:
            raise ValueError(f"the share kept must be in [0, 1), not {beta}")
        self.beta = beta
        self.column = Column(start)
        self._mean = 0.0
        self._decay = 1.0

    @property
    def name(self) -> str:
        """What a plot calls it."""
        return f"EMA {self.beta:g} debiased"

    def append(self, values: Floats) -> None:
        """Average on; the result does not depend on how the values are dealt out."""
        beta, mean, decay = self.beta, self._mean, self._decay
        averaged: list[float] = []
        for value in values.tolist():
            if not math.isfinite(value):
                averaged.append(math.nan)
                continue
            mean = beta * mean + (1 - beta) * value
            decay *= beta
            averaged.append(mean / (1 - decay))
        self._mean, self._decay = mean, decay
        self.column.append(averaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything known about one step; NaN where nothing is."""

    step: int
    loss: float
    lr: tuple[float, ...]
    """One per parameter group."""
    grad_norm: float
    applied_norm: float
    evaluation: float
    """Newest loss of the evaluated split at this step."""


class RunHistory:
    """Columns of one run, filled in batches as its records arrive."""

    def __init__(self, groups: int = 1, after: int = 0) -> None:
        self.after = after
        """Updates made before, in the run that this one goes on from."""
        begin = after + FIRST_STEP
        self.loss = Column(begin)
        """Training loss of each batch, before the update."""
        self.lr = tuple(Column(begin) for _ in range(groups))
        """Learning rates, one column per parameter group."""
        self.grad_norm = Column(begin)
        """Gradient norms before clipping."""
        self.applied_norm = Column(begin)
        """Gradient norms after clipping."""
        self.evaluations = Points()
        """Losses of the evaluated split over steps."""
        self.seconds = 0.0
        """Training time at the newest record."""
        self.layers: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        """Gradient norm of each parameter tensor at the newest record."""
        self.layer_norms = LayerHistory(begin)
        """Gradient norms of the parameter tensors over the whole run, coarsely."""
        self._smoothed: dict[float, Smoothed] = {}

    @property
    def step(self) -> int:
        """Newest step; before the first one, the updates made before."""
        return self.after + len(self.loss)

    def append(self, rows: NDArray[np.void]) -> None:
        """Add records: fields step, seconds, loss, lr (groups), grad_norm, applied_norm, layers.

        Steps that are missing become gaps. Raises ValueError where steps do not go up.
        """
        if not len(rows):
            return
        steps = rows["step"]
        if int(steps[0]) <= self.step or np.any(np.diff(steps) <= 0):
            raise ValueError(f"records after step {self.step} must have ascending steps")
        known = len(self.loss)
        _append(self.loss, steps, rows["loss"])
        _append(self.grad_norm, steps, rows["grad_norm"])
        _append(self.applied_norm, steps, rows["applied_norm"])
        for column, rates in zip(self.lr, rows["lr"].reshape(len(rows), -1).T, strict=True):
            _append(column, steps, rates)
        self.seconds = float(rows["seconds"][-1])
        self.layers = np.array(rows["layers"][-1]).reshape(-1)
        self.layer_norms.append(steps, rows["layers"])
        for smoothed in self._smoothed.values():
            smoothed.append(self.loss.values[known:])

    def add_evaluation(self, step: int, loss: float) -> None:
        """Add the loss of the evaluated split. Raises ValueError where steps go back."""
        self.evaluations.append([step], [loss])

    def smoothed(self, beta: float = 0.9) -> Smoothed:
        """The average of the loss, always over all data; the last few asked for are kept."""
        if beta not in self._smoothed:
            while len(self._smoothed) >= KEPT_AVERAGES:
                del self._smoothed[next(iter(self._smoothed))]
            self._smoothed[beta] = Smoothed(beta, self.loss.start)
            self._smoothed[beta].append(self.loss.values)
        return self._smoothed[beta]

    def at(self, step: int) -> Reading:
        """What is known about a step."""
        return Reading(
            step=step,
            loss=self.loss.at(step),
            lr=tuple(column.at(step) for column in self.lr),
            grad_norm=self.grad_norm.at(step),
            applied_norm=self.applied_norm.at(step),
            evaluation=self.evaluations.at(step),
        )


def _append(column: Column, steps: NDArray[np.int64], values: ArrayLike) -> None:
    """Put values at their steps; steps in between become NaN."""
    begin = column.start + len(column)
    if steps[-1] - begin + 1 == len(steps):
        column.append(values)
        return
    spread = np.full(int(steps[-1]) - begin + 1, np.nan)
    spread[steps - begin] = values
    column.append(spread)
