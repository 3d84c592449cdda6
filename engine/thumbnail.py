"""The loss of a run in few points: lows and highs of each stretch, so that no spike is lost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from engine.runfile import map_rows
from engine.runs import STEPS

if TYPE_CHECKING:
    from engine.runfile import Rows

POINTS = 120


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The training loss of one step."""

    step: int
    loss: float
    """NaN where it was not a number."""


def thumbnail(folder: Path, points: int = POINTS) -> tuple[CurvePoint, ...]:
    """At most so many points of the run in a folder, in order; none where it has no record."""
    try:
        rows = map_rows(folder / STEPS)
    except (OSError, ValueError):
        return ()
    if len(rows) <= points:
        return _points(rows, range(len(rows)))
    edges = [index * len(rows) // (points // 2) for index in range(points // 2 + 1)]
    kept: list[int] = []
    for begin, end in pairwise(edges):
        kept += _extremes(rows, begin, end)
    return _points(rows, kept)


def _extremes(rows: Rows, begin: int, end: int) -> list[int]:
    """Where a stretch is lowest and highest; its first step where nothing in it is a number."""
    import numpy as np

    losses = np.asarray(rows["loss"][begin:end], dtype=float)
    there = np.flatnonzero(np.isfinite(losses))
    if not len(there):
        return [begin]
    low, high = there[losses[there].argmin()], there[losses[there].argmax()]
    return sorted({begin + int(low), begin + int(high)})


def _points(rows: Rows, places: range | list[int]) -> tuple[CurvePoint, ...]:
    found = ((int(rows["step"][at]), float(rows["loss"][at])) for at in places)
    return tuple(
        CurvePoint(step, loss if math.isfinite(loss) else math.nan) for step, loss in found
    )
