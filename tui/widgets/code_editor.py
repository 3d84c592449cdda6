"""An editor of Python: colours, indentation, comments, and lines that an error points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.color import Color
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import TextArea

from lessons.checking.harmless import without_controls
from tui.commands import Command, bindings
from tui.exercises.editing import commented, next_indent, shifted, step_back
from tui.exercises.editor_theme import NAME, editor_theme
from tui.ink import ink_of


class CodeEditor(TextArea):
    """Textual's text area, at home with Python. Keys that type belong to it, all others do not."""

    DEFAULT_CSS = """
    CodeEditor {
        height: 1fr;
        border: none;
        padding: 0;
        background: $background;
        scrollbar-gutter: stable;
        &:focus {
            border: none;
        }
        & .text-area--gutter {
            color: $muted;
        }
        & .text-area--cursor-line {
            background: $surface;
        }
        & .text-area--cursor-gutter {
            color: $foreground;
            background: $surface;
            text-style: bold;
        }
        & .text-area--matching-bracket {
            background: $panel;
            text-style: bold underline;
        }
        &:ansi {
            background: ansi_default;
            & .text-area--cursor-line, & .text-area--cursor-gutter {
                background: ansi_default;
            }
        }
    }
    """
    PLACE: ClassVar[str] = "code"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command(
            "indent",
            ("tab",),
            "indent",
            "Indent the line or what is selected.",
            footer=False,
            palette=False,
        ),
        Command(
            "dedent",
            ("shift+tab",),
            "dedent",
            "One level to the left.",
            footer=False,
            palette=False,
        ),
        Command(
            "comment",
            ("ctrl+underscore", "ctrl+slash"),
            "comment",
            "Make lines a comment, or code again.",
            label="ctrl+/",
            footer=False,
            palette=False,
        ),
        Command(
            "to_start",
            ("ctrl+home",),
            "beginning",
            "To the first line.",
            footer=False,
            palette=False,
        ),
        Command("to_end", ("ctrl+end",), "end", "To the last line.", footer=False, palette=False),
        Command("undo_typing", ("ctrl+z",), "undo", "Take back.", footer=False, palette=False),
        Command("redo_typing", ("ctrl+y",), "redo", "Do it again.", footer=False, palette=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    def __init__(self, code: str = "", *, python: bool = True) -> None:
        """`python`: whether it is a program; what a program prints is not."""
        super().__init__(
            code,
            language="python" if python else None,
            soft_wrap=True,
            show_line_numbers=True,
            tab_behavior="focus",
            max_checkpoints=500,
        )
        self.meant: tuple[int, ...] = ()
        """Lines, from 1, that an error points at."""
        self.length = self.document.line_count

    def on_mount(self) -> None:
        """Wear the theme's colours, also when they change."""
        self.cursor_blink = False
        self.wear_theme()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.wear_theme())

    def wear_theme(self) -> None:
        """Take the colours of code from the theme in force."""
        self.register_theme(editor_theme(ink_of(self.app)))
        self.theme = NAME
        self._set_theme(NAME)
        self.refresh()

    def mean(self, lines: Sequence[int]) -> None:
        """Point at lines, or at none."""
        self.meant = tuple(lines)
        self._line_cache.clear()
        self.refresh()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the first character of a line, from 1."""
        row = min(max(line - 1, 0), self.document.line_count - 1)
        text = self.document.get_line(row)
        self.move_cursor((row, len(text) - len(text.lstrip())), center=True)

    def put(self, code: str) -> None:
        """Other text in place of all of it; that can be undone. The cursor stays where it can."""
        if code == self.text:
            return
        row, column = self.cursor_location
        self.history.checkpoint()
        self.replace(code, (0, 0), self.document.end)
        self.history.checkpoint()
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))

    def on_text_area_changed(self) -> None:
        """What an error points at moves with the lines above it."""
        count = self.document.line_count
        grown, self.length = count - self.length, count
        if grown and self.meant:
            row = self.cursor_location[0] + 1 - max(grown, 0)
            self.mean([line + grown if line > row else line for line in self.meant])

    async def on_key(self, event: events.Key) -> None:
        """A new line begins where code goes on."""
        if event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            start = min(self.selection)
            before = self.document.get_line(start[0])[: start[1]]
            self.write("\n" + " " * next_indent(before) if self.language else "\n")

    def write(self, text: str) -> None:
        """Put text where the cursor is, in place of what is selected."""
        self._replace_via_keyboard(text, *self.selection)

    def action_indent(self) -> None:
        """Spaces up to the next level; with a selection, all its lines one level to the right."""
        if self.selection.is_empty:
            self.write(" " * self._find_columns_to_next_tab_stop())
        else:
            self.change_lines(lambda lines: shifted(lines, 1))

    def action_dedent(self) -> None:
        """One level to the left."""
        self.change_lines(lambda lines: shifted(lines, -1))

    def action_comment(self) -> None:
        """Lines a comment, or code again."""
        self.change_lines(commented)

    def action_to_start(self) -> None:
        """To the first line."""
        self.move_cursor((0, 0))

    def action_to_end(self) -> None:
        """To the last line."""
        self.move_cursor(self.document.end)

    def action_undo_typing(self) -> None:
        """Take back what was typed last."""
        self.undo()

    def action_redo_typing(self) -> None:
        """Do it again."""
        self.redo()

    def action_delete_left(self) -> None:
        """One character, or a whole level of indentation."""
        row, column = self.cursor_location
        taken = step_back(self.document.get_line(row)[:column])
        if not self.selection.is_empty or taken == 1:
            super().action_delete_left()
        else:
            self._delete_via_keyboard((row, column - taken), (row, column))

    def change_lines(self, change: Callable[[Sequence[str]], tuple[str, ...]]) -> None:
        """Change the lines that are selected, or that of the cursor, as one step to undo."""
        if self.read_only:
            return
        (first, start), (last, end) = self.selection
        top, bottom = sorted((first, last))
        if top != bottom and max(self.selection)[1] == 0:
            bottom -= 1  # a selection that ends before a line does not mean it
        old = [self.document.get_line(row) for row in range(top, bottom + 1)]
        new = change(old)
        if list(new) == old:
            return
        self.history.checkpoint()
        self.replace("\n".join(new), (top, 0), (bottom, len(old[-1])))
        self.history.checkpoint()

        def moved(row: int, column: int) -> tuple[int, int]:
            if not top <= row <= bottom:
                return row, column
            further = len(new[row - top]) - len(old[row - top])
            return row, min(max(0, column + further), len(new[row - top]))

        self.selection = type(self.selection)(moved(first, start), moved(last, end))

    def get_line(self, line_index: int) -> Text:
        """A line as it is shown: what was pasted in does not steer the terminal."""
        line = super().get_line(line_index)
        line.plain = without_controls(line.plain)
        return line

    def render_line(self, y: int) -> Strip:
        """One row; a sign stands in the gutter of a line that is meant."""
        strip = super().render_line(y)
        if not self.meant or y + self.scroll_offset.y >= self.wrapped_document.height:
            return strip
        row, column = self.wrapped_document.offset_to_location(Offset(0, y + self.scroll_offset.y))
        if row + 1 not in self.meant:
            return strip
        sign = ">" if self.app.has_class("-ascii") else "▸"
        error = self.app.theme_variables["error"]
        width = self.gutter_width
        style = Style(color=Color.parse(error).rich_color, bold=True)
        number = [
            Segment(text, (own or Style()) + style) for text, own, _ in strip.crop(0, width - 2)
        ]
        mark = Segment(f"{' ' if column else sign} ", self.rich_style + style)
        return Strip.join([Strip([*number, mark], width), strip.crop(width)])
