"""A grid of styled cells that becomes strips of exactly its size."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

PLAIN = str.maketrans("─│└┤┬→↑…–·✕○▲✓✗▸²“”●", "-|+++>^~-.xox+x>2''*")
"""ASCII for the signs that axes, legends and captions are written with."""


class Canvas:
    """Cells to write on. Whatever lies outside is cut off; wide characters keep their two cells.

    A `plain` canvas puts ASCII in the place of every sign of ours.
    """

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.plain = plain
        self.width = max(0, width)
        self.height = max(0, height)
        self.glyphs = [[" "] * self.width for _ in range(self.height)]
        self.styles: list[list[Style | None]] = [[None] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, glyph: str, style: Style | None = None) -> None:
        """Write one character of one cell. Outside of the canvas nothing happens."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.glyphs[y][x] = glyph
            self.styles[y][x] = style

    def row(self, y: int, text: str, style: Style | None = None) -> None:
        """Fill a row with a text of exactly as many one-cell characters as it has cells."""
        if 0 <= y < self.height:
            self.glyphs[y] = list(text)
            self.styles[y] = [style] * self.width

    def text(self, x: int, y: int, text: str, style: Style | None = None) -> int:
        """Write to the right; returns the cell after the last one written."""
        if not 0 <= y < self.height:
            return x
        for glyph in set_cell_size(text, max(0, min(cell_len(text), self.width - x))):
            cells = cell_len(glyph)
            if cells == 0 or x < 0:
                x += cells
                continue
            self.put(x, y, glyph, style)
            for covered in range(x + 1, x + cells):
                self.put(covered, y, "", style)
            x += cells
        return x

    def paste(self, x: int, y: int, other: Canvas) -> None:
        """Copy another canvas, with its upper left corner at a cell of this one."""
        width = min(other.width, self.width - x)
        for row in range(min(other.height, self.height - y)):
            self.glyphs[y + row][x : x + width] = other.glyphs[row][:width]
            self.styles[y + row][x : x + width] = other.styles[row][:width]

    def over(self, x: int, y: int, style: Style) -> None:
        """Add a style to what is there."""
        if 0 <= x < self.width and 0 <= y < self.height:
            there = self.styles[y][x]
            self.styles[y][x] = there + style if there else style

    def strips(self) -> list[Strip]:
        """The rows, from the top."""
        return [
            Strip(_segments(glyphs, styles, plain=self.plain), self.width)
            for glyphs, styles in zip(self.glyphs, self.styles, strict=True)
        ]


def _segments(glyphs: list[str], styles: list[Style | None], *, plain: bool) -> list[Segment]:
    """Neighbouring cells of one style as one segment: fewer bytes for the terminal."""
    segments: list[Segment] = []
    ends = [x for x in range(1, len(styles)) if styles[x] is not styles[x - 1]]
    begin = 0
    for end in [*ends, len(styles)] if styles else ():
        text = "".join(glyphs[begin:end])
        segments.append(Segment(text.translate(PLAIN) if plain else text, styles[begin]))
        begin = end
    return segments


def write_centred(
    canvas: Canvas, text: str, box: tuple[int, int, int, int], style: Style | None = None
) -> None:
    """Write words into the middle of a box (left, top, width, height), broken at spaces."""
    left, top, width, height = box
    lines = wrap(text, max(1, width - 2))
    for row, line in enumerate(lines, start=top + max(0, (height - len(lines)) // 2)):
        if row < top + height:
            canvas.text(left + max(0, (width - cell_len(line)) // 2), row, line, style)


def wrap(text: str, width: int) -> list[str]:
    """Break words into lines of at most so many cells; longer words are broken too."""
    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.extend(chop_cells(word, width))
    return lines
