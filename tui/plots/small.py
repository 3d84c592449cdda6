"""A curve drawn in few cells, as lines of text: for cards, where a chart would be too much."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.plots.palette import SymbolName


@dataclass(frozen=True, slots=True)
class Paper:
    """Limits of the y axis."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float | None:
        """Height of a value, 0 to 1 where it is on the paper; None for what has no height."""
        if not math.isfinite(value) or (self.log and value <= 0):
            return None
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def paper_for(values: Iterable[float], *, log: bool) -> Paper:
    """Paper on which all of these fit, whatever they are."""
    fitting = [one for one in values if math.isfinite(one) and (one > 0 or not log)]
    if not fitting:
        return Paper(0.1, 1.0, log)
    low, high = min(fitting), max(fitting)
    if low == high:
        return Paper(low / 2, high * 2, log) if log else Paper(low - 0.5, high + 0.5)
    return Paper(low, high, log)


def draw_small(
    columns: Sequence[Sequence[float]], paper: Paper, height: int, symbols: SymbolName
) -> tuple[str, ...]:
    """Lines of text, from the top; `columns` holds the values of each column of dots.

    A column is lit from its smallest to its largest value, so that no spike is lost.
    """
    # numpy comes with the sets of dots, and must not delay the first paint of the app.
    import numpy as np

    from tui.plots.dots import DOT_SETS

    dots = DOT_SETS[symbols]
    rows, across = height * dots.down, math.ceil(len(columns) / dots.across) * dots.across
    lit = np.zeros((rows, across), dtype=np.bool_)
    for place, span in enumerate(_spans(columns, paper, rows)):
        if span is not None:
            lit[span[0] : span[1] + 1, place] = True
    return tuple("".join(dots.characters[cell] for cell in row) for row in dots.cells(lit))


def dot_columns(width: int, symbols: SymbolName) -> int:
    """How many columns of dots a width of so many cells has."""
    from tui.plots.dots import DOT_SETS

    return width * DOT_SETS[symbols].across


def _spans(
    columns: Sequence[Sequence[float]], paper: Paper, rows: int
) -> Iterable[tuple[int, int] | None]:
    """Upper and lower row of each column, joined to the column before."""
    before: tuple[int, int] | None = None
    for values in columns:
        shares = [share for value in values if (share := paper.share(value)) is not None]
        if not shares:
            yield None
            continue
        top, bottom = (_row(share, rows) for share in (max(shares), min(shares)))
        joined = (top, bottom)
        if before is not None:
            joined = (min(top, before[1] + 1), max(bottom, before[0] - 1))
        yield joined
        before = (top, bottom)


def _row(share: float, rows: int) -> int:
    return min(max(round((1 - share) * (rows - 1)), 0), rows - 1)
