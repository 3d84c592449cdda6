"""Rows of a view that belong to layers: which have room, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.cells import cell_len, set_cell_size

from tui.names import shorten

NARROWEST_NAME, WIDEST_NAME = 6, 24
SHORT = (("weight", "w"), ("bias", "b"))
"""The last part of most names, which then has room."""


def chosen(names: Sequence[str], rows: int) -> list[int]:
    """Numbers of the layers that have room, in order.

    Where not all have, biases give way; of the others evenly spaced ones stay, the first and the
    last among them.
    """
    every = list(range(len(names)))
    if len(every) <= rows:
        return every
    kept = [place for place in every if not names[place].endswith("bias")] or every
    if rows < 2:
        return kept[-1:][:rows]
    if len(kept) <= rows:
        return kept
    return [kept[round(place)] for place in np.linspace(0, len(kept) - 1, rows).tolist()]


def name_width(names: Sequence[str], width: int) -> int:
    """Cells of the names, the space after them included: as long as they are, or a third."""
    longest = max((cell_len(name) for name in names), default=0)
    return min(longest, max(NARROWEST_NAME, min(WIDEST_NAME, width // 3))) + 1


def fitted(name: str, width: int) -> str:
    """A path of a layer in so many cells: its end is kept, which tells it from its neighbours.

    After a space its kind may follow.
    """
    path, _, kind = name.partition(" ")
    if kind:
        # A kind says less than where it is: it gives way first.
        room = width - cell_len(path) - 2
        return (
            set_cell_size(f"{path} {shorten(kind, room)}", width)
            if room > 2
            else fitted(path, width)
        )
    for word, letter in SHORT:
        if cell_len(name) >= width and name.endswith("." + word):
            name = name.removesuffix(word) + letter
    room = max(1, width - 1)
    if cell_len(name) > room:
        while cell_len(name) > room - 1 and name:
            name = name[1:]
        name = "…" + name
    return set_cell_size(name, width)


def stacked(count: int, rows: int, tallest: int) -> int:
    """Rows of each of `count` layers, where all are to have the same."""
    return max(1, min(tallest, rows // max(1, count)))
