"""How well each class is found: precision, recall and F1, as numbers and bars."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from engine.observations import ClassScores
from tui.names import shorten
from tui.plots.canvas import Canvas, write_centred
from tui.plots.palette import Look, style
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import bar, good
from tui.plots.views.each_run import for_each_run, sheet, write_fitting

NARROWEST = 34
NUMBER = 5
"""Cells of a score with the space before it."""
NARROWEST_BAR = 3
WIDEST_BAR = 20
LONGEST_NAME = 12
TITLES = ("precision", "recall", "F1")
SHORT_TITLES = ("prec", "rec", "F1")
HARDEST = 3
"""Classes that the footer names."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns of the table, in cells."""

    name: int
    scores: tuple[int, ...]
    """Which scores have room."""
    bar: int
    """Cells of each bar with the space before it; 0 for none."""
    count: int

    def column(self, index: int) -> int:
        """Where a score begins."""
        return self.name + index * (NUMBER + self.bar)


def draw_class_scores(spec: ViewSpec) -> Canvas | None:
    """A table for each run; where not all classes have room, the hardest are shown."""
    return for_each_run(spec, ClassScores, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: ClassScores, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    scores = _table(seen)
    muted = style(look, look.colours.muted)
    if not len(scores):
        write_centred(canvas, "There are no classes.", (0, 0, width, height), muted)
        return canvas
    support = np.nan_to_num(seen.support.numpy().astype(np.float64))[: len(scores)]
    grid = _grid(seen, support, width)
    _write_header(canvas, look, grid)
    order = _order(scores)
    footer = 1 if height >= 4 else 0
    rows = max(0, height - 1 - footer)
    shown = range(len(scores)) if len(scores) <= rows else order[:rows]
    for y, index in enumerate(shown, start=1):
        name = shorten(seen.classes[index], grid.name - 1)
        canvas.text(0, y, name, muted)
        _write_row(canvas, look, grid, scores[index], y)
        if grid.count:
            x = grid.column(len(grid.scores))
            count = f"{support[index]:.0f}"
            canvas.text(x, y, count.rjust(grid.count), muted)
    if footer:
        y = min(height - 1, 1 + min(rows, len(scores)))
        text = style(look, look.colours.text)
        write_fitting(canvas, (0, y), width, _words(seen, scores, order, rows), text)
    return canvas


def _table(seen: ClassScores) -> NDArray[np.float64]:
    """(classes, 3): precision, recall, F1."""
    parts = (seen.precision, seen.recall, seen.f1)
    columns = [part.numpy().astype(np.float64).ravel() for part in parts]
    count = min(len(seen.classes), len(seen.support.numpy().ravel()), *map(len, columns))
    return np.column_stack([column[:count] for column in columns])


def _order(scores: NDArray[np.float64]) -> list[int]:
    """Numbers of the classes, the lowest F1 first; what was never measured stands last."""
    return [int(index) for index in np.argsort(scores[:, 2], kind="stable")]


def _grid(seen: ClassScores, support: NDArray[np.float64], width: int) -> _Grid:
    name = min(max(map(cell_len, seen.classes)), LONGEST_NAME, max(1, width // 4)) + 1
    count = max(len(f"{support.max():.0f}"), 1) + 3
    room = width - name - count
    for scores in ((0, 1, 2), (2,)):
        for bars in (True, False):
            space = min(WIDEST_BAR, room // len(scores) - NUMBER - 1)
            least = NARROWEST_BAR if bars else -1
            if space >= least:
                return _Grid(name, scores, space + 1 if bars else 0, count)
    return _Grid(min(name, max(1, width - NUMBER)), (2,), 0, 0)


def _write_header(canvas: Canvas, look: Look, grid: _Grid) -> None:
    muted = style(look, look.colours.muted)
    for index, score in enumerate(grid.scores):
        room = NUMBER + grid.bar - 1
        title = shorten(TITLES[score], room) if grid.bar else SHORT_TITLES[score]
        canvas.text(grid.column(index) + 1, 0, title, muted)
    if grid.count:
        canvas.text(grid.column(len(grid.scores)), 0, "n".rjust(grid.count), muted)


def _write_row(
    canvas: Canvas, look: Look, grid: _Grid, scores: NDArray[np.float64], y: int
) -> None:
    text = style(look, look.colours.text)
    for index, score in enumerate(grid.scores):
        value = float(scores[score])
        number = "–" if math.isnan(value) else f"{value:.2f}"
        x = canvas.text(grid.column(index), y, number.rjust(NUMBER), text)
        if grid.bar:
            filled = bar(value, grid.bar - 2, look)
            canvas.text(x + 1, y, filled, style(look, good(look)))


def _words(
    seen: ClassScores, scores: NDArray[np.float64], order: list[int], rows: int
) -> tuple[str, ...]:
    """The mean, and the classes that are hardest, the fullest form first."""
    known = [index for index in order if math.isfinite(scores[index, 2])]
    if not known:
        return ("no class was found yet",)
    mean = f"mean F1 {scores[known, 2].mean():.2f}"
    hardest = ", ".join(seen.classes[index] for index in known[: min(HARDEST, len(known) - 1)])
    never = [name for name, one in zip(seen.classes, scores, strict=False) if np.isnan(one[0])]
    unsaid = f"; never predicted: {', '.join(never)}" if never else ""
    if rows < len(scores):
        counted = f"{rows} of {len(scores)} shown, hardest first"
        return (f"{mean}; {counted}", counted, f"{rows} of {len(scores)} shown", mean)
    if len(known) < 2:
        return (mean,)
    full = f"{mean}; hardest: {hardest}"
    return (f"{full}{unsaid}", full, f"{mean}; hardest: {seen.classes[known[0]]}", mean)
