"""Lines to put in order: moved up and down, in and out, and put aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from lessons.exercises.order import STEP, Arrangement, Puzzle
from tui.commands import Command, bindings
from tui.symbols import Symbols


class LineOrder(ScrollView, can_focus=True, inherit_bindings=False):
    """The answer above, what is left out below; one piece of it is highlighted."""

    DEFAULT_CSS = """
    LineOrder {
        height: 1fr;
        padding: 0 1;
        overflow-x: hidden;
    }
    """
    PLACE: ClassVar[str] = "lines"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command(
            "line_down",
            ("shift+down", "J"),
            "carry",
            "Carry the line one place down.",
            label="shift+↑↓",
            palette=False,
        ),
        Command(
            "line_up",
            ("shift+up", "K"),
            "carry up",
            "Carry the line one place up.",
            footer=False,
            palette=False,
        ),
        Command(
            "line_in",
            ("right", "greater_than_sign"),
            "in or out",
            "One level to the right.",
            label="←→",
            palette=False,
        ),
        Command(
            "line_out",
            ("left", "less_than_sign"),
            "out",
            "One level to the left.",
            footer=False,
            palette=False,
        ),
        Command(
            "line_aside",
            ("space", "x"),
            "take or leave",
            "Take the line into the answer, at its end, or leave it out.",
            palette=False,
        ),
        Command("line_next", ("down", "j"), "next", "The line below.", footer=False, palette=False),
        Command(
            "line_before", ("up", "k"), "before", "The line above.", footer=False, palette=False
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    class Moved(Message):
        """The order is another one."""

    def __init__(self, puzzle: Puzzle, arrangement: Arrangement, symbols: Symbols) -> None:
        super().__init__()
        self.puzzle, self.arrangement, self.symbols = puzzle, arrangement, symbols
        self.row = 0
        """The highlighted piece."""
        self.meant: int | None = None
        """The piece that an error points at."""

    def on_mount(self) -> None:
        """Measure it."""
        self.changed()

    def on_resize(self) -> None:
        """Measure it anew."""
        self.changed()

    def take(self, arrangement: Arrangement) -> None:
        """Another order, which is the learner's doing."""
        if arrangement != self.arrangement:
            self.arrangement, self.meant = arrangement, None
            self.changed()
            self.post_message(self.Moved())

    def changed(self) -> None:
        """Draw it anew, the highlighted piece in view."""
        lines = list(self.lines())
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        own = [y for y, (_, row) in enumerate(lines) if row == self.row]
        if own and self.size:
            region = Region(0, own[0], self.size.width, len(own))
            self.scroll_to_region(region, animate=False, force=True)
        self.refresh()

    def go(self, by: int) -> None:
        """Highlight another piece."""
        self.row = min(max(self.row + by, 0), max(len(self.arrangement.rows) - 1, 0))
        self.changed()

    def action_line_next(self) -> None:
        """The piece below."""
        self.go(1)

    def action_line_before(self) -> None:
        """The piece above."""
        self.go(-1)

    def action_line_up(self) -> None:
        """One place up; from below the border, into the answer."""
        self.move(-1)

    def action_line_down(self) -> None:
        """One place down; from the end of the answer, out of it."""
        self.move(1)

    def move(self, by: int) -> None:
        """Move the highlighted piece, and stay on it."""
        row = self.arrangement.row_of(self.row, by)
        moved = self.arrangement.moved(self.row, by)
        self.row = row
        self.take(moved)

    def action_line_in(self) -> None:
        """One level in."""
        if self.arrangement.rows:
            self.take(self.arrangement.indented(self.row, 1))

    def action_line_out(self) -> None:
        """One level out."""
        if self.arrangement.rows:
            self.take(self.arrangement.indented(self.row, -1))

    def action_line_aside(self) -> None:
        """Into the answer at its end, or out of it."""
        if not self.arrangement.rows:
            return
        rows, border = list(self.arrangement.rows), len(self.arrangement.placed)
        piece = rows.pop(self.row)
        inside = self.row < border
        border = border - 1 if inside else border
        rows.insert(border, piece)
        border = border if inside else border + 1
        if not inside:
            self.row = min(self.row + 1, len(rows) - 1)
        self.take(Arrangement(tuple(rows[:border]), tuple(rows[border:])))

    def lines(self) -> Iterator[tuple[Content, int | None]]:
        """Every row of the list, and the piece that it belongs to."""
        for text in self.puzzle.given.rstrip().splitlines():
            yield Content.styled(f"  {text}", "$muted"), None
        border = len(self.arrangement.placed)
        if not border:
            yield Content.styled("  nothing taken yet", "$muted italic"), None
        for row, placed in enumerate(self.arrangement.rows):
            if row == border:
                yield Content(""), None
                rule = self.symbols.rule * 3
                yield Content.styled(f"  {rule} left out {rule}", "$muted"), None
            indent = " " * STEP * placed.indent
            for number, text in enumerate(self.puzzle.pieces[placed.piece].split("\n")):
                yield self.line(indent + text, row, first=number == 0, inside=row < border), row

    def line(self, text: str, row: int, *, first: bool, inside: bool) -> Content:
        """One row of a piece."""
        here = row == self.row
        pointer = self.symbols.pointer if here and first and self.has_focus else " "
        wrong = self.symbols.wrong if row == self.meant and first else " "
        style = "" if inside else "$muted"
        return Content.assemble(
            (pointer, "bold $accent"),
            (wrong, "bold $error"),
            (text, f"{style} bold" if here and self.has_focus else style),
        )

    def render_line(self, y: int) -> Strip:
        """One row."""
        lines = list(self.lines())
        at, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if at >= len(lines):
            return Strip.blank(width, self.rich_style)
        content, row = lines[at]
        content = content.truncate(width, ellipsis=True).pad_right(
            max(0, width - content.cell_length)
        )
        if row == self.row and row is not None:
            content = content.stylize("on $selected")
        segments = [
            Segment(text, style) for text, style, _ in content.render_segments(self.visual_style)
        ]
        return Strip(segments, width)
