"""Histograms drawn in a few rows, and the quantiles they tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style

EIGHTHS = " ▁▂▃▄▅▆▇█"
EIGHTHS_ASCII = " .:=#"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Numbers = NDArray[np.float64]


def quantiles(
    edges: tuple[float, float], counts: Numbers, shares: Sequence[float] = QUANTILES
) -> Numbers:
    """Values below which these shares of what was counted lie; even inside a bin. nan for none."""
    total = float(np.sum(counts))
    if not (np.isfinite(total) and total > 0 and np.isfinite(edges).all()):
        return np.full(len(shares), np.nan)
    borders = np.linspace(*edges, len(counts) + 1)
    below = np.concatenate([[0.0], np.cumsum(counts)]) / total
    # Empty bins make flat stretches: only where the count grows can it be turned round.
    grows = np.concatenate([np.diff(below) > 0, [False]]) | np.concatenate(
        [[False], np.diff(below) > 0]
    )
    found: Numbers = np.interp(shares, below[grows], borders[grows])
    return found


def rebinned(
    edges: tuple[float, float], counts: Numbers, wanted: tuple[float, float], bins: int
) -> Numbers:
    """The same counts in other bins of equal width; what lies beyond is left out."""
    borders = np.linspace(*edges, len(counts) + 1)
    below = np.concatenate([[0.0], np.cumsum(counts)])
    at = np.interp(np.linspace(*wanted, bins + 1), borders, below)
    made: Numbers = np.diff(at)
    return made


def draw_ridge(
    canvas: Canvas, look: Look, counts: Numbers, box: tuple[int, int, int], colour: str
) -> None:
    """Columns as high as their counts, from (x, lowest row) up, at most so many rows.

    What is counted at all is seen; the highest column is full.
    """
    left, bottom, rows = box
    signs = EIGHTHS_ASCII if look.symbols == "ascii" else EIGHTHS
    fine = len(signs) - 1
    highest = float(np.max(counts, initial=0.0))
    if not (np.isfinite(highest) and highest > 0):
        return
    heights = np.ceil(np.clip(counts / highest, 0, 1) * rows * fine - 1e-9).astype(np.int64)
    ink = style(look, colour)
    for x, height in enumerate(heights.tolist(), start=left):
        for row in range(-(-height // fine)):
            part = min(fine, height - row * fine)
            canvas.put(x, bottom - row, signs[part], ink)
