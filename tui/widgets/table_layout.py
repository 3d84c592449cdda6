"""Which columns of the table of runs have room, and how wide each is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.lab.table import COLUMNS, SHORT, TITLES, Column, RunRow

GAP = 2
"""Cells between two columns."""
WANTED: tuple[Column, ...] = (
    "run",
    "loss",
    "best",
    "seed",
    "status",
    "differs",
    "at",
    "steps",
    "time",
    "metric",
)
"""In the order in which they find room."""
ESSENTIAL: tuple[Column, ...] = ("run", "loss", "best", "seed")
READABLE = 20
"""Cells of a name that can be told from others."""
WIDEST: dict[Column, int] = {"run": 26, "differs": 40}
"""Cells beyond which a column of words is cut."""
NARROWEST: dict[Column, int] = {"run": 8, "differs": 12}
"""Cells to which it may be cut so that others find room."""


def fitted(rows: Sequence[RunRow], room: int, sorted_by: Column | None) -> list[tuple[Column, int]]:
    """Columns from left to right with their widths, at most so wide together."""
    offered = [column for column in _order(rows, sorted_by) if _says_something(column, rows)]
    natural = {column: _natural(column, rows) for column in offered}
    least = {column: _least(column, rows, natural[column]) for column in offered}
    chosen: list[Column] = []
    for column in offered:
        if column == "at" and "best" not in chosen:
            continue  # it says where the best one was
        # What a run came to is worth a cut name; all else is not.
        cut = 0 if column in ESSENTIAL else max(0, min(natural["run"], READABLE) - least["run"])
        if sum(least[one] for one in (*chosen, column)) + GAP * len(chosen) + cut <= room:
            chosen.append(column)
    spare = room - sum(least[one] for one in chosen) - GAP * (len(chosen) - 1)
    widths = {}
    for column in chosen:
        more = max(0, min(natural[column] - least[column], spare))
        widths[column], spare = least[column] + more, spare - more
    return [(column, widths[column]) for column in COLUMNS if column in widths]


def _order(rows: Sequence[RunRow], sorted_by: Column | None) -> list[Column]:
    """The sorted column is always seen; seeds matter where they differ."""
    several = len({row.seed for row in rows}) > 1
    first: list[Column] = ["run"]
    first += [sorted_by] if sorted_by else []
    first += ["loss", "seed"] if several else []
    return list(dict.fromkeys([*first, *WANTED]))


def _says_something(column: Column, rows: Sequence[RunRow]) -> bool:
    """Nobody needs a column of strokes."""
    return column == "run" or any(row.cell(column) != "–" for row in rows)


def head(column: Column, rows: Sequence[RunRow], width: int) -> str:
    """What stands over a column that is so wide."""
    title = TITLES[column]
    if column == "metric":
        title = next((row.metric_name for row in rows if row.metric_name), title)
    return title if cell_len(title) <= width else SHORT.get(column, title)


def _least(column: Column, rows: Sequence[RunRow], natural: int) -> int:
    if column in SHORT:
        return max(map(cell_len, [SHORT[column], *(row.cell(column) for row in rows)]))
    return min(natural, NARROWEST.get(column, 99))


def _natural(column: Column, rows: Sequence[RunRow]) -> int:
    names = [row.metric_name for row in rows] if column == "metric" else []
    cells = [TITLES[column], *names, *(row.cell(column) for row in rows)]
    return min(max(map(cell_len, cells)), WIDEST.get(column, 99))
