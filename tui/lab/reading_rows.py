"""The readout as rows of text: a line for one run or two, a table for more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textual.content import Content

from tui.lab.readout import Readout, RunReading

GAP = "   "
LONGEST_NAME = 28
SHORT_NAME = 14
BESIDE = 2
"""Runs whose values stand beside each other in one line."""


def rows(
    read: Readout, width: int, most: int, *, keys: str = "", plain: bool = False
) -> list[Content]:
    """What is read, in at most so many rows: all runs, or one after another by `keys`."""
    forms = (read, read.without_spare())
    if len(read.runs) > BESIDE and len(read.runs) < most:
        for form in forms:
            table = _table(form, plain=plain)
            if max(row.cell_length for row in table) <= width:
                return table
    fullest = next(_lines(read, keys, plain=plain))
    lines = [fullest, *_lines(forms[1], keys, plain=plain)]
    fitting = (line for line in lines if line.cell_length <= width)
    return [next(fitting, lines[-1].truncate(width, ellipsis=True))]


def _lines(read: Readout, keys: str, *, plain: bool) -> Iterator[Content]:
    """One row, the fullest first."""
    if len(read.runs) <= BESIDE:
        yield _beside(read, marked=len(read.runs) > 1, plain=plain)
        yield _beside(read, marked=False, plain=plain)
    if len(read.runs) > 1:
        for gap, name in ((GAP, LONGEST_NAME), (GAP, SHORT_NAME), ("  ", SHORT_NAME), ("  ", 0)):
            yield _single(read, gap, name, keys, plain=plain)
        yield _single(read, "  ", 0, "", plain=plain)
        yield _single(replace(read, columns=_short(read.columns)), "  ", 0, "", plain=plain)


def _beside(read: Readout, *, marked: bool, plain: bool) -> Content:
    """`step 742   loss ▽ 0.09 / ○ 0.04   lr 0.001`: what is the same in all is said once."""
    line = Content.styled(read.place, "$muted")
    for column, name in enumerate(read.columns):
        line += Content.styled(f"{GAP}{name} ", "$muted")
        same = name == "lr" and len({run.values[column] for run in read.runs}) == 1
        shown = read.runs[:1] if same else read.runs
        for place, run in enumerate(shown):
            line += Content.styled(" / " if place else "", "$muted")
            sign = f"{run.marker} " if marked and not same else ""
            colour = "" if same or len(read.runs) == 1 else run.colour
            line += Content.styled(sign + _spelled(run.values[column], plain=plain), colour)
    return line


def _short(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("val" if column == "validation" else column for column in columns)


def _single(read: Readout, gap: str, name: int, keys: str, *, plain: bool) -> Content:
    """One of several runs, and the keys that bring the others."""
    run, count = read.runs[read.first], len(read.runs)
    line = Content.styled(f"{read.place}{gap}", "$muted") + _who(run, name)
    line += Content.styled(f" {read.first + 1}/{count} {keys}".rstrip(), "$muted")
    for column, value in zip(read.columns, run.values, strict=True):
        line += Content.styled(f"{gap}{column} ", "$muted") + _spelled(value, plain=plain)
    return line


def _table(read: Readout, *, plain: bool) -> list[Content]:
    """A row for each run under a row of names; numbers end below each other."""
    values = [[_spelled(value, plain=plain) for value in run.values] for run in read.runs]
    who = [_who(run, LONGEST_NAME) for run in read.runs]
    first = max(len(read.place), *(name.cell_length + 2 for name in who))
    sizes = [
        max(len(name), *(len(row[column]) for row in values))
        for column, name in enumerate(read.columns)
    ]
    table = [Content.styled(_aligned(read.place, first, read.columns, sizes), "$muted")]
    for place, (name, row) in enumerate(zip(who, values, strict=True)):
        picked = place == read.first
        sign = (">" if plain else "▸") if picked else " "
        numbers = _aligned("", first - name.cell_length - 2, row, sizes)
        line = Content(f"{sign} ") + name + Content.styled(numbers, "bold" if picked else "")
        table.append(line)
    return table


def _aligned(head: str, room: int, texts: Sequence[str], sizes: Sequence[int]) -> str:
    cells = [text.rjust(size) for text, size in zip(texts, sizes, strict=True)]
    return GAP.join([head.ljust(room), *cells])


def _who(run: RunReading, most: int) -> Content:
    """Marker and name in the run's colour."""
    name = _cut(run.name, most)
    return Content.styled(f"{run.marker} {name}" if most else run.marker, run.colour)


def _cut(name: str, most: int) -> str:
    """A name in so many cells. Its end stays: runs of one scenario differ in what stands there."""
    if len(name) <= most:
        return name
    end = most // 3
    return f"{name[: max(0, most - end - 1)].rstrip()}…{name[len(name) - end :]}"


def _spelled(value: str, *, plain: bool) -> str:
    return value.replace("→", "->").replace("–", "-") if plain else value
