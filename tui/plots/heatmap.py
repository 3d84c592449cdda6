"""A field of numbers as half blocks: two values in each cell, in a few dozen colours.

Few colours on purpose: neighbouring cells then often agree and share one code on their way
to the terminal. Without colour, the field is shaded with characters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rich.style import Style

from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style

UPPER_HALF = "▀"
SHADES = " ░▒▓█"
SHADES_ASCII = " .:+#"

Levels = NDArray[np.int64]
"""(rows, columns) index of a colour; row 0 is the top."""


def resample(field: ArrayLike, rows: int, columns: int) -> NDArray[np.float64]:
    """A field at another size, interpolated between its values; edges stay edges."""
    values = np.asarray(field, dtype=np.float64)
    y = np.linspace(0, values.shape[0] - 1, rows)
    x = np.linspace(0, values.shape[1] - 1, columns)
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    below = np.minimum(top + 1, values.shape[0] - 1)
    right = np.minimum(left + 1, values.shape[1] - 1)
    down, across = (y - top)[:, None], (x - left)[None, :]
    # Beside what is no number, the blend is none either.
    with np.errstate(invalid="ignore"):
        upper = values[top][:, left] * (1 - across) + values[top][:, right] * across
        lower = values[below][:, left] * (1 - across) + values[below][:, right] * across
        blended: NDArray[np.float64] = upper * (1 - down) + lower * down
    return blended


def quantise(field: NDArray[np.float64], lo: float, hi: float, count: int) -> Levels:
    """Values from `lo` to `hi` as one of `count` levels; what is not a number is the highest."""
    share = (np.nan_to_num(field, nan=hi, posinf=hi, neginf=lo) - lo) / (hi - lo or 1.0)
    levels: Levels = np.clip(np.floor(share * count), 0, count - 1).astype(np.int64)
    return levels


def ramp(stops: Sequence[str], count: int) -> tuple[str, ...]:
    """`count` colours from the first stop (`#rrggbb`) to the last, evenly spaced."""
    anchors = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops])
    where = np.linspace(0, len(stops) - 1, count)
    mixed = [np.interp(where, range(len(stops)), anchors[:, i]) for i in range(3)]
    return tuple(
        f"#{round(r):02x}{round(g):02x}{round(b):02x}" for r, g, b in zip(*mixed, strict=True)
    )


def draw_field(
    canvas: Canvas,
    levels: Levels,
    colours: Sequence[str],
    look: Look,
    at: tuple[int, int],
    *,
    solid: bool = False,
) -> None:
    """Paint levels from the cell `at` (x, y) on, two rows of them in each row of cells.

    Without colour, only `solid` fields reach the full block: what is drawn over others must
    still be seen.
    """
    left, top = at
    if look.no_color:
        shades = SHADES_ASCII if look.symbols == "ascii" else SHADES
        shades = shades if solid else shades[:-1]
        _shade(canvas, levels * len(shades) // len(colours), shades, at)
        return
    glyph = " " if look.symbols == "ascii" else UPPER_HALF
    uppers, lowers = levels[0::2].tolist(), levels[1::2].tolist()
    for y, (upper_row, lower_row) in enumerate(zip(uppers, lowers, strict=True), start=top):
        for x, (upper, lower) in enumerate(zip(upper_row, lower_row, strict=True), start=left):
            if upper == lower or glyph == " ":
                canvas.put(x, y, " ", style(look, on=colours[lower]))
            else:
                canvas.put(x, y, glyph, style(look, colours[upper], colours[lower]))


def put_over(canvas: Canvas, x: int, y: int, glyph: str, ink: Style) -> None:
    """Write a character onto a painted field; the colour of its lower half stays behind it."""
    if 0 <= x < canvas.width and 0 <= y < canvas.height:
        ground = canvas.styles[y][x]
        behind = Style(bgcolor=ground.bgcolor) if ground and ground.bgcolor else None
        canvas.put(x, y, glyph, behind + ink if behind else ink)


def _shade(canvas: Canvas, levels: Levels, shades: str, at: tuple[int, int]) -> None:
    """One character a cell, the darker the higher the mean of its two levels."""
    cells = (levels[0::2] + levels[1::2]) // 2
    for y, row in enumerate(cells.tolist(), start=at[1]):
        for x, cell in enumerate(row, start=at[0]):
            canvas.put(x, y, shades[cell])
