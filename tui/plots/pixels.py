"""Pictures of pixels in half blocks: grey, in colour, or signed round 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tui.plots.canvas import Canvas
from tui.plots.heatmap import SHADES, SHADES_ASCII, UPPER_HALF, Levels, ramp
from tui.plots.palette import Look, style

Kind = Literal["grey", "signed", "colour"]
Pixels = NDArray[np.float64]
"""(channels, height, width); row 0 is the top."""

GREYS = 24
SIGNED = 17
"""Odd, so that 0 has a level of its own."""
STEPS = 12
"""Levels of each of red, green and blue."""
# A picture is what it is: its bright pixels are bright in light themes too, as on a photograph,
# and without colour, where ink is bright on a dark ground and dark on a light one.
BLACK_TO_WHITE_DARK = ("#1d232b", "#eef0f3")
BLACK_TO_WHITE_LIGHT = ("#1c1e22", "#ffffff")
SIGNED_DARK = ("#4cc9ff", "#0f7396", "#2a3039", "#8c5a0a", "#ffc933")
SIGNED_LIGHT = ("#0076a3", "#3a9fc2", "#e9e4d8", "#c98a2b", "#8f4f00")
SIGNED_SHADES = "=-·+#"
LUMINANCE = (0.299, 0.587, 0.114)
"""Weights of red, green and blue (ITU-R BT.601)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What the levels look like; the last level stands for what is no number."""

    kind: Kind
    colours: tuple[str, ...]
    shades: str
    """One character for each level, for a terminal without colour."""


def kind_of(channels: int, low: float, high: float, look: Look) -> Kind:
    """How values from `low` to `high` are drawn."""
    if channels == 3 and not look.no_color:
        return "colour"
    return "signed" if low < 0 < high else "grey"


@lru_cache(maxsize=16)
def palette(kind: Kind, look: Look) -> Palette:
    """The colours of a kind, from the lowest value to the highest."""
    colours = _colours(kind, look)
    last = len(colours) - 1
    if kind == "signed":
        signs = [SIGNED_SHADES[round(level * 4 / last)] for level in range(last + 1)]
    else:
        plain = SHADES_ASCII if look.symbols == "ascii" else SHADES
        plain = plain if look.dark else plain[::-1]
        signs = [plain[level * len(plain) // len(colours)] for level in range(last + 1)]
    return Palette(kind, (*colours, look.colours.alert), "".join(signs) + "!")


def _colours(kind: Kind, look: Look) -> tuple[str, ...]:
    if kind == "signed":
        return ramp(SIGNED_DARK if look.dark else SIGNED_LIGHT, SIGNED)
    if kind == "grey":
        return ramp(BLACK_TO_WHITE_DARK if look.dark else BLACK_TO_WHITE_LIGHT, GREYS)
    steps = [f"{round(255 * step / (STEPS - 1)):02x}" for step in range(STEPS)]
    return tuple(f"#{red}{green}{blue}" for red in steps for green in steps for blue in steps)


def levels(pixels: Pixels, low: float, high: float, inks: Palette) -> Levels:
    """Pixels as (height, width) levels of a palette; values beyond the limits are held at them."""
    broken = np.isnan(pixels).any(axis=0)
    if inks.kind != "colour" and len(pixels) == 3:
        pixels = np.tensordot(LUMINANCE, pixels, 1)[None]
    count = len(inks.colours) - 1
    found: Levels
    if inks.kind == "colour":
        red, green, blue = np.rint(_share(pixels, low, high) * (STEPS - 1)).astype(np.int64)
        found = (red * STEPS + green) * STEPS + blue
    else:
        found = np.minimum(_share(pixels[0], low, high) * count, count - 1).astype(np.int64)
    found[broken] = count
    return found


def _share(values: Pixels, low: float, high: float) -> Pixels:
    """Where values lie between the limits, 0 … 1."""
    span = high - low
    if not (np.isfinite(span) and span > 0):
        low, span = (low, 1.0) if np.isfinite(low) else (0.0, 1.0)
    with np.errstate(all="ignore"):
        share = (values - low) / span
    return np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)


def reduced(pixels: Pixels, down: int, across: int) -> Pixels:
    """Means of blocks of `down` rows and `across` columns; the edges are continued where short."""
    channels, rows, columns = pixels.shape
    padding = ((0, 0), (0, -rows % down), (0, -columns % across))
    whole = np.pad(pixels, padding, mode="edge") if rows % down or columns % across else pixels
    blocks = whole.reshape(channels, -(-rows // down), down, -(-columns // across), across)
    with np.errstate(all="ignore"):
        return np.asarray(blocks.mean(axis=(2, 4)), dtype=np.float64)


def enlarged(pixels: Pixels, scale: int) -> Pixels:
    """Every pixel as a square of `scale` times `scale`."""
    return pixels.repeat(scale, axis=1).repeat(scale, axis=2)


def halves(look: Look) -> bool:
    """Whether a cell can hold two pixels, one above the other."""
    return look.symbols != "ascii" and not look.no_color


def draw_pixels(
    canvas: Canvas,
    pixels: Pixels,
    limits: tuple[float, float],
    look: Look,
    at: tuple[int, int],
) -> None:
    """Paint from the cell `at` (x, y) on, two rows of pixels in each row of cells.

    Where a cell can hold one colour only, or one character, it is that of the mean of the two.
    """
    inks = palette(kind_of(len(pixels), *limits, look), look)
    left, top = at
    if halves(look):
        found = levels(pixels, *limits, inks)
        uppers, lowers = found[0::2].tolist(), found[1::2].tolist()
        lowers += [[None] * found.shape[1]] * (len(uppers) - len(lowers))
    else:
        uppers = lowers = levels(reduced(pixels, 2, 1), *limits, inks).tolist()
    for y, (upper_row, lower_row) in enumerate(zip(uppers, lowers, strict=True), start=top):
        for x, (upper, lower) in enumerate(zip(upper_row, lower_row, strict=True), start=left):
            if look.no_color:
                canvas.put(x, y, inks.shades[upper])
            elif upper == lower:
                canvas.put(x, y, " ", style(look, on=inks.colours[upper]))
            else:
                below = None if lower is None else inks.colours[lower]
                canvas.put(x, y, UPPER_HALF, style(look, inks.colours[upper], below))
