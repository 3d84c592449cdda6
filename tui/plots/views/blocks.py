"""Several pictures of one run in its part of a view: as many as have room."""

from __future__ import annotations

from tui.plots.views.panels import GAP, Box

COMFORTABLE = 52
"""Cells of a picture beside another one, before any are put below each other."""


def blocks(box: Box, count: int, narrowest: int, lowest: int) -> list[Box]:
    """Boxes of the first of `count` pictures that have room; one of them is always shown.

    Beside each other where that is comfortable, then below, then beside as narrow as can be. There
    is a free row between two.
    """
    below = max(1, min(count, (box.height + 1) // (lowest + 1)))
    beside = max(1, min(count, (box.width + GAP) // (narrowest + GAP)))
    shown = min(count, below * beside)
    comfortable = min(shown, (box.width + GAP) // (COMFORTABLE + GAP))
    across = max(-(-shown // below), comfortable, 1)
    down = -(-shown // across)
    width = (box.width - GAP * (across - 1)) // across
    height = (box.height - (down - 1)) // down
    return [
        Box(
            box.left + (number % across) * (width + GAP),
            box.top + (number // across) * (height + 1),
            width,
            height,
        )
        for number in range(shown)
    ]
