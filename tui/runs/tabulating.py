"""The list of runs as lines of text: which columns there is room for, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tui.runs.listed import COLUMNS, SIGNS, SIGNS_ASCII, Column, Listed

GAP = 1
GIVING_WAY = ("tags", "seed", "steps", "status", "lesson", "best", "when")
"""Columns that are left out where the room is short, the first one first."""
COMFORTABLE = {"lesson": 17, "run": 20, "tags": 12}
"""Cells that growing columns are given before the least needed columns find room."""
LEAST_NEEDED = ("seconds", "size")
PREFERRED = {"lesson": 22, "run": 26, "tags": 20}
"""Cells that growing columns are not made wider than."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column and its width in cells."""

    column: Column
    width: int


def fitted(room: int, *, tagged: bool = True) -> tuple[Placed, ...]:
    """The columns that fit into so many cells; those that grow share what is left.

    `tagged`: whether there is a tag at all.
    """
    columns = [column for column in COLUMNS if tagged or column.name != "tags"]
    for name in (*LEAST_NEEDED, *GIVING_WAY):
        needed = _comfort if name in LEAST_NEEDED else _needs
        if needed(columns) > room:
            columns = [column for column in columns if column.name != name]
    spare = max(0, room - _needs(columns))
    growing = [column for column in columns if column.grows]
    widths = {column.name: column.width for column in columns}
    while spare and growing:
        for column in list(growing):
            if widths[column.name] >= PREFERRED.get(column.name, 0):
                growing.remove(column)
            elif spare:
                widths[column.name] += 1
                spare -= 1
    return tuple(Placed(column, widths[column.name]) for column in columns)


def _needs(columns: Sequence[Column]) -> int:
    return sum(column.width + GAP for column in columns) - GAP


def _comfort(columns: Sequence[Column]) -> int:
    more = (max(0, COMFORTABLE.get(column.name, 0) - column.width) for column in columns)
    return _needs(columns) + sum(more)


def cell(text: str, width: int, *, right: bool = False, plain: bool = False) -> str:
    """A text of exactly so many cells; one that is too long says so at its end."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1) + ("~" if plain else "…")
    if right:
        text = " " * (width - cell_len(text)) + text
    return set_cell_size(text, width)


def header(placed: Sequence[Placed], sorted_by: str = "", arrow: str = "") -> Iterator[str]:
    """The title of each column; that of the sorted one with an arrow."""
    for one in placed:
        title = one.column.title
        if one.column.name == sorted_by:
            bare = title.rstrip()
            title = (f"{arrow}{bare}" if one.column.right else f"{bare}{arrow}") + title[
                len(bare) :
            ]
        yield cell(title, one.width, right=one.column.right)


def row(one: Listed, placed: Sequence[Placed], *, plain: bool = False) -> Iterator[str]:
    """What stands in each column."""
    for place in placed:
        text = place.column.text(one)
        text = text.replace("–", "-") if plain else text
        yield cell(text, place.width, right=place.column.right, plain=plain)


def sign(one: Listed, *, plain: bool = False) -> str:
    """How the run stands, in one cell."""
    return (SIGNS_ASCII if plain else SIGNS)[one.entry.status]


def as_text(runs: Sequence[Listed], *, width: int | None = None, plain: bool = False) -> str:
    """A line for each run, behind its id; `width`: None has room for everything."""
    ids = short_ids([one.run for one in runs]) if width is not None else [r.run for r in runs]
    first = max([2, *(len(run) for run in ids)])
    tagged = any(one.entry.notes.tags or one.entry.notes.pinned for one in runs)
    placed = fitted(max(20, (width or 240) - first - 4), tagged=tagged)
    lines = [f"{'id':{first}}   {' '.join(header(placed))}".rstrip()]
    for run, one in zip(ids, runs, strict=True):
        cells = " ".join(row(one, placed, plain=plain))
        lines.append(f"{run:{first}} {sign(one, plain=plain)} {cells}".rstrip())
    return "\n".join(lines) + "\n"


def short_ids(runs: Sequence[str], least: int = 4) -> list[str]:
    """The shortest ends by which all of the runs can be told apart."""
    longest = max((len(run) for run in runs), default=0)
    for length in range(least, longest):
        ends = [run[-length:] for run in runs]
        if len(set(ends)) == len(set(runs)) and not any(end.startswith("-") for end in ends):
            return ends
    return list(runs)
