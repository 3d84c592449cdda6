"""A scale from little to much, in colours or shades, with its numbers.

Much stands out from the ground, in dark themes and in light ones: bright there, deep here. Its
lightness goes one way only, so that the order is seen without telling hues apart, in grey, and in
sixteen colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rich.cells import cell_len
from rich.style import Style

from tui.plots.canvas import Canvas
from tui.plots.heatmap import UPPER_HALF, Levels, ramp
from tui.plots.palette import Look, style
from tui.plots.ticks import nice_step, number

LEVELS = 12
DARK = ("#16202c", "#1c4766", "#2b7fa3", "#7cc4b4", "#f3eeb0")
LIGHT = ("#eef1e4", "#b4dbc8", "#5fb0bf", "#2b6f9c", "#15304f")
SHADES = "·░▒▓█"
SHADES_ASCII = ".:=+#"
MOST_DECADES = 8
"""Powers of ten that a logarithmic scale spans at most; what is smaller is drawn as the least."""
NONE, ZERO, BROKEN = -1, -2, -3
"""Levels of what was not measured, of what is exactly 0 on a logarithmic scale, and of what is no
number."""
SIGNS = {NONE: " ", ZERO: "0", BROKEN: "!"}
SHORTEST_BAR = 4
LOWER_HALF = "▄"


@dataclass(frozen=True, slots=True)
class Scale:
    """Both ends of a scale, and its kind."""

    lo: float
    hi: float
    log: bool = False

    def levels(self, values: ArrayLike) -> Levels:
        """A level for each value; `NONE` for nan, `BROKEN` for infinity."""
        given = np.asarray(values, dtype=np.float64)
        with np.errstate(all="ignore"):
            if self.log:
                share = np.log(given / self.lo) / np.log(self.hi / self.lo)
            else:
                share = (given - self.lo) / (self.hi - self.lo)
        share = np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0)
        found: Levels = np.clip(np.floor(share * LEVELS), 0, LEVELS - 1).astype(np.int64)
        if self.log:
            found[given <= 0] = ZERO
        found[np.isnan(given)] = NONE
        found[np.isinf(given)] = BROKEN
        return found


def log_scale(*fields: ArrayLike) -> Scale:
    """From a power of ten to another, around all that is finite and above 0."""
    found = [np.asarray(field, dtype=np.float64).ravel() for field in fields]
    values = np.concatenate([*found, np.empty(0)])
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return Scale(0.1, 1.0, log=True)
    lo, hi = (float(np.log10(end)) for end in (values.min(), values.max()))
    high = int(np.clip(np.ceil(hi - 1e-9), -300, 300))
    low = int(max(min(np.floor(lo + 1e-9), high - 1), high - MOST_DECADES))
    return Scale(10.0**low, 10.0**high, log=True)


def linear_scale(*fields: ArrayLike) -> Scale:
    """From 0 to a round number that nothing finite exceeds."""
    found = [np.asarray(field, dtype=np.float64).ravel() for field in fields]
    values = np.concatenate([*found, np.empty(0)])
    highest = float(values[np.isfinite(values)].max(initial=0.0))
    return Scale(0.0, nice_step(min(highest, 1e300), 1) if highest > 0 else 1.0)


@lru_cache(maxsize=64)
def inks(look: Look) -> tuple[tuple[str, Style | None], ...]:
    """Sign and style of each level, from the least to the most."""
    colours = ramp(DARK if look.dark else LIGHT, LEVELS)
    shades = SHADES_ASCII if look.symbols == "ascii" else SHADES
    if look.no_color:
        return tuple((shades[level * len(shades) // LEVELS], None) for level in range(LEVELS))
    return tuple((" ", style(look, on=colour)) for colour in colours)


def paint(canvas: Canvas, levels: Levels, look: Look, at: tuple[int, int]) -> None:
    """Draw levels from the cell `at` (x, y) on, one in each cell."""
    made = inks(look)
    signs = {
        NONE: (SIGNS[NONE], None),
        ZERO: (SIGNS[ZERO], style(look, look.colours.muted)),
        BROKEN: (SIGNS[BROKEN], style(look, look.colours.alert, bold=True)),
    }
    for y, row in enumerate(levels.tolist(), start=at[1]):
        for x, level in enumerate(row, start=at[0]):
            canvas.put(x, y, *(made[level] if level >= 0 else signs[level]))


def legend(canvas: Canvas, scale: Scale, look: Look, span: tuple[int, int, int]) -> int:
    """Both ends with all levels between them, at the right of (left, right, row).

    Returns the cell where it begins; `right` where it has no room.
    """
    left, right, y = span
    low, high = f"{number(scale.lo)} ", f" {number(scale.hi)}"
    bar = min(LEVELS, right - left - cell_len(low) - cell_len(high))
    if bar < SHORTEST_BAR:
        return right
    begin = right - cell_len(low) - bar - cell_len(high)
    muted = style(look, look.colours.muted)
    x = canvas.text(begin, y, low, muted)
    row: NDArray[np.int64] = np.rint(np.linspace(0, LEVELS - 1, bar)).astype(np.int64)
    paint(canvas, row[None], look, (x, y))
    canvas.text(x + bar, y, high, muted)
    return begin


def paint_halves(canvas: Canvas, levels: Levels, look: Look, at: tuple[int, int]) -> None:
    """Draw levels from the cell `at` (x, y) on, two rows of them in each row of cells.

    Where a cell can show one only, it is the higher one. Nothing is painted for `NONE`.
    """
    made = inks(look)
    colours = ramp(DARK if look.dark else LIGHT, LEVELS)
    single = look.no_color or look.symbols == "ascii"
    uppers, lowers = levels[0::2].tolist(), levels[1::2].tolist()
    for y, (upper_row, lower_row) in enumerate(zip(uppers, lowers, strict=True), start=at[1]):
        for x, (upper, lower) in enumerate(zip(upper_row, lower_row, strict=True), start=at[0]):
            if max(upper, lower) < 0:
                continue
            if single or upper == lower:
                canvas.put(x, y, *made[max(upper, lower)])
            elif lower < 0:
                canvas.put(x, y, UPPER_HALF, style(look, colours[upper]))
            elif upper < 0:
                canvas.put(x, y, LOWER_HALF, style(look, colours[lower]))
            else:
                canvas.put(x, y, UPPER_HALF, style(look, colours[upper], colours[lower]))


@lru_cache(maxsize=256)
def readable_on(ground: str) -> str:
    """Black or white, whichever is read better on a colour (`#rrggbb`)."""
    red, green, blue = (int(ground[place : place + 2], 16) for place in (1, 3, 5))
    return "#101418" if 0.299 * red + 0.587 * green + 0.114 * blue > 128 else "#f4f5f7"
