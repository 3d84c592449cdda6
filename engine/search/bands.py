"""Several runs as one band: the middle of them, and how far they spread, at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import ConfigurationError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """All arrays have one value a step; NaN where no run has a finite one."""

    steps: NDArray[np.int64]
    median: Floats
    lower: Floats
    """First quartile."""
    upper: Floats
    """Third quartile."""
    minimum: Floats
    maximum: Floats
    runs: NDArray[np.int64]
    """Runs that have a finite value at the step. Where it falls, runs have ended or diverged, and
    the band is of the survivors only: show it."""


def band(columns: Sequence[ArrayLike], steps: ArrayLike | None = None) -> Band:
    """Put runs beside each other: `columns` holds one series a run, such as `rows["loss"]`.

    Series may end early. `steps` are those of the longest; None counts 1, 2, 3, …. Quartiles are
    interpolated as numpy does it. Values that are not finite are left out of the step, not of the
    run. Raises ConfigurationError for no runs, or steps of another number.
    """
    series = [np.asarray(column, dtype=np.float64).reshape(-1) for column in columns]
    if not series:
        raise ConfigurationError("columns", (), "Give at least one run.")
    length = max(map(len, series))
    where = np.arange(1, length + 1) if steps is None else np.asarray(steps, dtype=np.int64)
    if where.shape != (length,):
        raise ConfigurationError("steps", where.shape, f"Give {length} steps, one for each value.")
    table = np.full((len(series), length), np.nan)
    for row, values in zip(table, series, strict=True):
        row[: len(values)] = np.where(np.isfinite(values), values, np.nan)
    runs = np.isfinite(table).sum(axis=0)
    quantiles = np.full((5, length), np.nan)
    # numpy warns of a column without any value.
    some = runs > 0
    quantiles[:, some] = np.nanquantile(table[:, some], (0, 0.25, 0.5, 0.75, 1), axis=0)
    minimum, lower, median, upper, maximum = quantiles
    return Band(
        steps=where.astype(np.int64),
        median=median,
        lower=lower,
        upper=upper,
        minimum=minimum,
        maximum=maximum,
        runs=runs.astype(np.int64),
    )
