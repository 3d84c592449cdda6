"""The title row of a chart: what is drawn, which line is which, and what is read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.style import Style

from tui.names import apart, shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import LineStyle, Look, faint, style
from tui.plots.spec import ChartSpec, Series
from tui.plots.ticks import reading

SAMPLES: dict[LineStyle, str] = {"solid": "───", "dashed": "╌╌╌", "dotted": "···", "sparse": "· ·"}
SAMPLES_ASCII: dict[LineStyle, str] = {
    "solid": "---",
    "dashed": "- -",
    "dotted": "...",
    "sparse": ". .",
}
GAP = 2
BETWEEN = "·"
"""Between what was done to the numbers and how much one dot sums up."""
POINTER = "▸ "
"""Before the title of what the keys go to."""
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A few characters of one style."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the plot as the legend shows it."""

    sample: str
    marker: str
    name: str
    ink: Style


def write_title(canvas: Canvas, spec: ChartSpec, dots: tuple[str, ...] = ()) -> None:
    """Title on the left, then what was done to the numbers and the legend, readings on the right.

    `dots`: how much one dot sums up, in full and in short. Where not all have room, words and
    names are cut first; at last the cursor's readings stay, and without a cursor the legend stays.
    """
    look = spec.look
    title = f"{spec.title} (log)" if spec.log_y else spec.title
    pointer = POINTER if spec.focused else ""
    end = canvas.text(0, 0, pointer + title, style(look, look.colours.text, bold=True)) + GAP
    right = readings(spec)
    if spec.note:
        said = sum(cell_len(how) + GAP for how in spec.how[-1:])
        room = max(spec.width - end - said, spec.width // 3)
        right = [replace(right[0], text=shorten(spec.note, room))]
    arrangements = list(_arrangements(spec, dots))
    # Words about the smoothing are shortened, though never left out, before a name is cut.
    told = [one for one in arrangements if one[2] and spec.how and spec.how[-1] in one[0]]
    whole = [(one, True) for one in told if not spec.note]
    cut = [(one, False) for one in (*told[::-1], *arrangements)]
    for (words, read, named), uncut in (*whole, *cut):
        begin = spec.width - _cells(right) if read else spec.width + GAP
        said = end + cell_len(words) + GAP if words else end
        legend = fit(spec, begin - GAP - said, uncut=uncut) if named else []
        if legend is not None and begin >= said:
            canvas.text(end, 0, words, style(look, look.colours.muted))
            _write(canvas, begin, right if read else [])
            for pieces in legend:
                said = _write(canvas, said, pieces) + GAP
            return


def _arrangements(spec: ChartSpec, dots: tuple[str, ...]) -> Iterator[tuple[str, bool, bool]]:
    """What may stand beside the title, the best first: words, readings or not, legend or not."""
    pairs = [(spec.how[:1], dots[:1]), (spec.how[:1], dots[-1:]), (spec.how[-1:], dots[-1:])]
    forms = list(dict.fromkeys(f" {BETWEEN} ".join((*how, *sums)) for how, sums in pairs))
    first = spec.cursor is not None or bool(spec.note)
    for words in forms:
        yield words, True, True
        if not first and words is not forms[0]:
            yield words, False, True
    for words in (forms[-1], *dots[-1:], ""):
        yield words, first, not first
    yield "", not first, first


def _cells(pieces: list[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def readings(spec: ChartSpec) -> list[Piece]:
    """The note, or the value of each series at the cursor (the newest without one)."""
    muted = style(spec.look, spec.look.colours.muted)
    if spec.note:
        return [Piece(spec.note, style(spec.look, spec.look.colours.text))]
    pieces: list[Piece] = []
    for series in spec.series:
        if not series.read:
            continue
        if pieces:
            pieces.append(Piece(" / ", muted))
        pieces.append(Piece(_read(series, spec.cursor), style(spec.look, series.colour)))
    return pieces


def _read(series: Series, cursor: float | None) -> str:
    if cursor is not None:
        return reading(series.data.at(cursor))
    latest = series.data.latest
    # What was measured and is not a number is told from what was never measured.
    return "nan" if math.isnan(latest) and len(series.data) else reading(latest)


def fit(spec: ChartSpec, room: int, *, uncut: bool = False) -> list[list[Piece]] | None:
    """Entries of the legend that fill at most `room` cells; None where they cannot.

    `uncut`: only with names in full.
    """
    entries = _entries(spec)
    longest = max((cell_len(entry.name) for entry in entries), default=0)
    shortest = min(SHORTEST_NAME, longest)
    muted = style(spec.look, spec.look.colours.muted)
    for sample_size in (3, 1):
        for size in range(longest, longest - 1 if uncut else shortest - 1, -1):
            names = apart([entry.name for entry in entries], size)
            rows = [
                [
                    Piece(entry.sample[:sample_size] + entry.marker, entry.ink),
                    Piece(" " + name, muted),
                ]
                for entry, name in zip(entries, names, strict=True)
            ]
            used = sum(cell_len(piece.text) for row in rows for piece in row)
            if used + GAP * (len(rows) - 1) <= room:
                return rows
    return None


def _entries(spec: ChartSpec) -> list[Entry]:
    samples = SAMPLES_ASCII if spec.look.symbols == "ascii" else SAMPLES
    named = [
        Entry(samples[series.line], series.marker, series.name, line_style(series, spec.look))
        for series in spec.series
        if series.name
    ]
    return named + [
        Entry(samples[rule.line], "", rule.name, style(spec.look, rule.colour))
        for rule in spec.rules
        if rule.name
    ]


def line_style(series: Series, look: Look) -> Style:
    """Style of the ink of a series."""
    return faint(look, series.colour) if series.faint else style(look, series.colour)


def _write(canvas: Canvas, x: int, pieces: list[Piece]) -> int:
    for piece in pieces:
        x = canvas.text(x, 0, piece.text, piece.style)
    return x
