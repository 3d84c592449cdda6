"""Character sets that draw several dots in one cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tui.plots.palette import SymbolName

Dots = NDArray[np.bool_]
"""(dot rows, dot columns); row 0 is the top."""


@dataclass(frozen=True, slots=True)
class DotSet:
    """A character for every pattern of dots in a cell."""

    across: int
    """Dot columns of a cell."""
    down: int
    """Dot rows of a cell."""
    weights: tuple[int, ...]
    """What each dot adds to the index of the character, row by row."""
    characters: str
    line: str
    """A horizontal line in the legend."""
    vertical: str
    """The cursor."""

    def cells(self, dots: Dots) -> NDArray[np.intp]:
        """Index of the character of each cell; 0 is blank."""
        rows, columns = dots.shape[0] // self.down, dots.shape[1] // self.across
        blocks = dots.reshape(rows, self.down, columns, self.across).swapaxes(1, 2)
        weights = np.array(self.weights, dtype=np.intp)
        cells: NDArray[np.intp] = blocks.reshape(rows, columns, self.down * self.across) @ weights
        return cells


BRAILLE = DotSet(
    2,
    4,
    (1, 8, 2, 16, 4, 32, 64, 128),
    "".join(chr(0x2800 + pattern) for pattern in range(256)),
    "─",
    "│",
)
BLOCK = DotSet(2, 2, (1, 2, 4, 8), " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", "─", "│")
ASCII = DotSet(1, 2, (1, 2), " '.:", "-", "|")

DOT_SETS: dict[SymbolName, DotSet] = {"braille": BRAILLE, "block": BLOCK, "ascii": ASCII}
