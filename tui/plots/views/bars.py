"""A share from 0 to 1 as a bar in one row of cells."""

from __future__ import annotations

import math

from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look

GOOD, BAD = 0, 5
"""Blue and vermilion: told apart with any common colour-vision deficiency."""


def bar(share: float, cells: int, look: Look) -> str:
    """A bar that fills that share of some cells, to half a cell where the terminal can."""
    if math.isnan(share) or cells <= 0:
        return ""
    held = min(1.0, max(0.0, share))
    if look.symbols == "ascii":
        return "#" * round(held * cells)
    full, half = divmod(round(2 * held * cells), 2)
    return "━" * full + "╸" * half


def good(look: Look) -> str:
    """The colour of what is right."""
    return (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[GOOD]


def bad(look: Look) -> str:
    """The colour of what is wrong."""
    return (OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT)[BAD]
