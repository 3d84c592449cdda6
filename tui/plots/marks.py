"""Letters on the base line of a chart: what happened at which step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.columns import Window
from engine.schedules.base import Mark
from tui.plots.layout import Layout

URGENCY = "!FHBPWDRNECS"
"""Where two marks fall into one cell, the one named first here stays."""
RECURRING = "ECS"
"""Marks that come in numbers and are drawn quietly."""
LEAST_APART = {"E": 3, "S": 6}
"""Cells between two equal marks that recur; those in between are left out."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A letter and its cell, counted from the left edge of the plot."""

    column: int
    letter: str


def place(marks: Iterable[Mark], layout: Layout) -> tuple[Placed, ...]:
    """Letters from left to right: one a cell, the most urgent first."""
    best: dict[int, str] = {}
    for mark in sorted(marks, key=lambda mark: _urgency(mark.letter), reverse=True):
        column = layout.column(mark.step)
        if 0 <= column < layout.columns:
            best[column] = mark.letter
    placed: list[Placed] = []
    newest: dict[str, int] = {}
    for column in sorted(best):
        letter = best[column]
        if column - newest.get(letter, -layout.columns) >= LEAST_APART.get(letter, 1):
            placed.append(Placed(column, letter))
            newest[letter] = column
    return tuple(placed)


def nonfinite_marks(window: Window, layout: Layout) -> tuple[Mark, ...]:
    """A `!` where values stop being numbers: at the beginning of each such stretch."""
    if not window.nonfinite.any():
        return ()
    filled = np.flatnonzero(np.diff(window.edges))
    flags = window.nonfinite[filled]
    starts = filled[flags & ~np.concatenate(([False], flags[:-1]))[: len(flags)]]
    return tuple(
        Mark(_step(int(dot), layout), "!", "the value is no longer a number") for dot in starts
    )


def clip_marks(before: Window, after: Window, layout: Layout) -> tuple[Mark, ...]:
    """A `C` in each column in which the largest gradient was cut down."""
    with np.errstate(invalid="ignore"):
        clipped = np.flatnonzero(after.hi < before.hi * (1 - 1e-6))
    return tuple(Mark(_step(int(dot), layout), "C", "gradient clipped") for dot in clipped)


def _step(dot: int, layout: Layout) -> int:
    return round(layout.first + dot * layout.steps_per_dot)


def _urgency(letter: str) -> int:
    found = URGENCY.find(letter)
    return found if found >= 0 else len(URGENCY)
