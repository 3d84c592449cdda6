"""Source code of which some lines are pointed at; always shows those."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.ink import ink_of


@dataclass(frozen=True, slots=True)
class MarkedSource:
    """Code and the numbers of its lines, from 1, that are meant."""

    code: str
    marked: tuple[int, ...] = ()
    crossed: tuple[int, ...] = ()
    """Lines that are left out."""
    numbers: bool = True
    """Whether lines are numbered."""
    around: int = 1
    """Line that is shown where none is meant."""


class MarkedCode(Widget):
    """Shows as many lines as there is room for, those that are meant among them."""

    DEFAULT_CSS = """
    MarkedCode { height: 1fr; }
    """

    source: reactive[MarkedSource] = reactive(MarkedSource(""), layout=True)

    def render(self) -> Content:
        """The lines around those that are meant."""
        lines = self.coloured()
        first, height = self.first(len(lines)), max(1, self.content_size.height)
        return Content("\n").join(
            self.row(number, lines[number - 1])
            for number in range(first, min(first + height, len(lines) + 1))
        )

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """All lines."""
        return self.source.code.count("\n") + 1

    def first(self, count: int) -> int:
        """Number of the first line that is shown."""
        room, marked = self.content_size.height, self.source.marked or (self.source.around,)
        if count <= room:
            return 1
        spare = max(0, room - (marked[-1] - marked[0] + 1))
        return max(1, min(marked[0] - spare // 2, count - room + 1))

    def coloured(self) -> list[Content]:
        """All lines with the colours of code."""
        from tui.code_style import highlighted

        code = self.source.code
        text = highlighted(code, "python", ink_of(self.app)).highlight(code)
        lines = Content.from_rich_text(text).split("\n", allow_blank=True)
        return list(lines[: code.count("\n") + 1])  # highlighting ends the last line, too

    def row(self, number: int, line: Content) -> Content:
        """One line, with a sign before those that are meant."""
        plain = self.app.has_class("-ascii")
        here, out = number in self.source.marked, number in self.source.crossed
        sign = (">" if plain else "▸") if here else " "
        off = ("x" if plain else "✗") if out else " "
        count = f"{number:>3} " if self.source.numbers else ""
        if out:
            code = line.plain.lstrip()
            indent = " " * (len(line.plain) - len(code))
            line = Content.assemble(indent, (code, "$muted strike"))
        row = Content.assemble((sign, "bold $accent"), (off, "$error"), (count, "$muted"), line)
        width = self.content_size.width
        row = row.truncate(width, ellipsis=True)
        if plain:
            row = Content(row.plain.replace("…", "."), spans=list(row.spans))
        if here:
            row = row.pad_right(max(0, width - row.cell_length)).stylize("on $selected")
        return row
