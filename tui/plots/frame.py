"""Axes, ticks and their labels, drawn by plotext and kept until they change.

plotext is told cells, not values: it draws each tick exactly where the ink has its value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSpec:
    """A frame, in cells."""

    columns: int
    """Width of the plot."""
    rows: int
    """Height of the plot."""
    gutter: int
    """Cells left of the plot, with the axis."""
    y_ticks: tuple[tuple[int, str], ...]
    """Row counted from the bottom, and label."""
    x_ticks: tuple[tuple[int, str], ...]
    """Column and label."""
    x_unit: str


@lru_cache(maxsize=64)
def frame(spec: FrameSpec) -> tuple[str, ...]:
    """Rows of the plot, then the base line, then the labels of the x axis; all of one width."""
    import plotext

    width, height = spec.gutter + spec.columns, spec.rows + 2
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(width, height)
    plotext.theme("clear")
    plotext.xaxes(True, False)
    plotext.yaxes(True, False)
    plotext.scatter([0], [0], marker=" ")
    plotext.xlim(0, max(1, spec.columns - 1))
    plotext.ylim(0, max(1, spec.rows - 1))
    plotext.xticks([cell for cell, _ in spec.x_ticks] or [0], _labels(spec.x_ticks) or [" "])
    # The first label is as wide as the gutter, which makes plotext keep that much room.
    labels = [label.rjust(spec.gutter - 1) for label in _labels(spec.y_ticks)]
    plotext.yticks([row for row, _ in spec.y_ticks] or [0], labels or [" " * (spec.gutter - 1)])
    drawn = COLOUR_CODES.sub("", plotext.build()).split("\n")
    plotext.clear_figure()
    rows = [row.ljust(width)[:width] for row in [*drawn, "", ""][:height]]
    if not spec.y_ticks:
        rows = [row.replace("┤", "│") for row in rows]
    # Two cells stay free: the label of the first tick may reach into the gutter.
    room = max(0, spec.gutter - 3)
    rows[-1] = spec.x_unit[:room].rjust(room) + rows[-1][room:]
    return tuple(rows)


def _labels(ticks: tuple[tuple[int, str], ...]) -> list[str]:
    return [label for _, label in ticks]
