"""Which of the boxes that were found are boxes that are there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 0.5
"""Overlap (intersection over union) from which on a box counts as found."""


@dataclass(frozen=True, slots=True)
class BoxSeen:
    """One box, in shares of the width and height of its image."""

    label: int
    """Class number."""
    x: float
    """Centre."""
    y: float
    width: float
    height: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """A box that was found with the one that it is, or one of them alone."""

    found: BoxSeen | None
    """None for a box that was missed."""
    true: BoxSeen | None
    """None for a false alarm."""
    overlap: float
    """Of the two; of a false alarm, with what it lies on."""
    on: BoxSeen | None = None
    """The true box of any class that a false alarm overlaps most."""


def boxes_of(rows: Sequence[Sequence[float]]) -> list[BoxSeen]:
    """Boxes from rows of (class, centre x, centre y, width, height[, score]); broken rows not."""
    return [
        BoxSeen(int(row[0]), *row[1:])
        for row in rows
        if all(math.isfinite(value) for value in row) and row[3] > 0 and row[4] > 0
    ]


def overlap(one: BoxSeen, other: BoxSeen) -> float:
    """Intersection over union."""
    across = _shared((one.x, one.width), (other.x, other.width))
    down = _shared((one.y, one.height), (other.y, other.height))
    shared = across * down
    both = one.width * one.height + other.width * other.height - shared
    return shared / both if both > 0 else 0.0


def match(true: Sequence[BoxSeen], found: Sequence[BoxSeen]) -> list[Match]:
    """Every found box, the surest first, with the free true one that it overlaps most.

    Classes have to agree. Then the true boxes that are left, which were missed.
    """
    free = list(true)
    matches: list[Match] = []
    for box in sorted(found, key=lambda box: -box.score):
        fitting = [(overlap(box, one), one) for one in free if one.label == box.label]
        best, there = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
        if there is None or best < ENOUGH:
            overlaps = [(overlap(box, one), one) for one in true]
            best, on = max(overlaps, key=lambda pair: pair[0], default=(0.0, None))
            matches.append(Match(box, None, best, on if best > 0 else None))
            continue
        free.remove(there)
        matches.append(Match(box, there, best))
    return matches + [Match(None, box, 0.0) for box in free]


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Length that two stretches (centre, length) share."""
    begin = max(one[0] - one[1] / 2, other[0] - other[1] / 2)
    end = min(one[0] + one[1] / 2, other[0] + other[1] / 2)
    return max(0.0, end - begin)
