"""How the numbers of one tensor are written: all alike, as short as the room asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lessons.workbench.seen import Cell

DIGITS = 4
"""Behind the point, at most."""
LARGE, SMALL = 1e5, 1e-3
"""Beyond them a number is written with its power of ten."""


def written(cells: Sequence[Cell], digits: int = DIGITS) -> list[str]:
    """Every number as text. Whole floats end in a point, as PyTorch writes them."""
    floats = [cell for cell in cells if isinstance(cell, float)]
    if not floats:
        return [_short(cell) for cell in cells]
    if all(one.is_integer() and abs(one) < LARGE for one in floats):
        return [f"{cell:.0f}." if isinstance(cell, float) else _short(cell) for cell in cells]
    largest = max(abs(one) for one in floats)
    least = min((abs(one) for one in floats if one), default=1.0)
    if largest >= LARGE or largest < SMALL:
        form = f".{max(digits - 2, 0)}e"
    else:
        form = f".{_needed(floats, digits, least)}f"
    return [f"{cell:{form}}" if isinstance(cell, float) else _short(cell) for cell in cells]


def _needed(floats: Sequence[float], most: int, least: float) -> int:
    """Digits behind the point: as few as write every number exactly, or as many as there may be."""
    enough = min(most, max(1, DIGITS - 1 - math.floor(math.log10(max(least, SMALL)))))
    for digits in range(1, enough):
        if all(abs(round(one, digits) - one) <= abs(one) * 1e-6 for one in floats):
            return digits
    return enough


def value_of(cell: Cell) -> float:
    """The number by which a cell is coloured; nan where there is none."""
    if isinstance(cell, str):
        try:
            return float(cell)
        except ValueError:
            return math.nan
    return float(cell)


def reach_of(cells: Sequence[Cell]) -> float:
    """The largest distance from 0 among them."""
    values = (abs(value_of(cell)) for cell in cells)
    return max((one for one in values if math.isfinite(one)), default=0.0) or 1.0


def _short(cell: Cell) -> str:
    return str(cell)
