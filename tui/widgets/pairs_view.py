"""Two programs beside each other, equal lines on one level; below each other where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from lessons.exercises.ideas import Pair
from tui.ink import Ink
from tui.widgets.drawn_once import DrawnOnce

WIDE = 150
"""Cells from which on both stand beside each other."""
FURTHER_IN = 4
"""Cells by which the rest of a folded line is set in."""
SIGNS = {"both": " ", "changed": "~", "own": "-", "other": "+"}

Row = list[Segment]


@dataclass(frozen=True, slots=True)
class Titled:
    """Two programs and what is said about them."""

    title: str
    own: str
    """What the left one is called."""
    other: str
    pairs: tuple[Pair, ...]


class PairsView(DrawnOnce):
    """Drawn once for its width."""

    def __init__(self, parts: tuple[Titled, ...]) -> None:
        super().__init__()
        self.parts = parts

    def draw(self, width: int, ink: Ink) -> list[Strip]:
        """All of it."""
        rows = [row for part in self.parts for row in self.part(part, width, ink)]
        return [Strip(row).adjust_cell_length(width) for row in rows]

    def part(self, part: Titled, width: int, ink: Ink) -> Iterator[Row]:
        """Title, then the code."""
        from tui.markdown import draw_markdown

        title, _ = draw_markdown(f"### {part.title}", width, ink)
        yield from ([*strip] for strip in title)
        yield []
        if width >= WIDE:
            yield from self.beside(part, width, ink)
        else:
            yield from self.alone(part, width, ink)
        yield []
        yield []

    def beside(self, part: Titled, width: int, ink: Ink) -> Iterator[Row]:
        """Two columns."""
        room = (width - 5) // 2
        own = coloured([pair.own or "" for pair in part.pairs], ink)
        other = coloured([pair.other or "" for pair in part.pairs], ink)
        heads = [Segment(set_cell_size(f"  {part.own}", room + 3), ink.muted)]
        yield [*heads, Segment(f"  {part.other}", ink.muted)]
        for pair, one, two in zip(part.pairs, own, other, strict=True):
            mark = Segment(f" {SIGNS[pair.side]} ", ink.accent)
            left = fitted([Segment("  "), *one], room)
            yield [*left, mark, *fitted(two, room)]

    def alone(self, part: Titled, width: int, ink: Ink) -> Iterator[Row]:
        """The other one alone, with a sign at each line that the learner's has not."""
        kept = [pair for pair in part.pairs if pair.other is not None]
        rows = coloured([pair.other or "" for pair in kept], ink)
        for pair, row in zip(kept, rows, strict=True):
            mark = Segment(f"{SIGNS[pair.side]} ", ink.accent)
            yield from folded(mark, row, width)


def coloured(lines: list[str], ink: Ink) -> list[Row]:
    """Lines of Python with their colours."""
    from tui.code_style import highlighted

    text = highlighted("", "python", ink).highlight("\n".join(lines))
    text.end = ""
    console = Console(color_system="truecolor", width=10_000)
    rows = text.split("\n", allow_blank=True)[: len(lines)]
    return [[part for part in row.render(console) if part.text] for row in rows]


def folded(mark: Segment, row: Row, width: int) -> Iterator[Row]:
    """A line of code under a sign; what has no room goes on below, further in than it began."""
    code = "".join(part.text for part in row)
    indent = len(code) - len(code.lstrip()) + FURTHER_IN
    begin, room, lead = 0, width - mark.cell_length, [mark]
    while begin < max(cell_len(code), 1):
        yield fitted([*lead, *Strip(row).crop(begin, begin + room)], width)
        begin += room
        lead = [Segment(" " * (mark.cell_length + indent))]
        room = max(1, width - mark.cell_length - indent)


def fitted(row: Row, room: int) -> Row:
    """A row of exactly that many cells."""
    if sum(cell_len(part.text) for part in row) > room:
        cut = [*Strip(row).crop(0, room - 1)]
        return [*cut, Segment("…", Style(dim=True))]
    return [*Strip(row).adjust_cell_length(room)]
