"""Lesson prose drawn once for a given width: Markdown in, lines of styled cells out."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import BlockQuote, CodeBlock, Markdown, MarkdownElement, TableElement
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.theme import Theme
from textual.strip import Strip

from tui.code_style import highlighted
from tui.ink import Ink

LINK = "lab_link"
"""Under this name a piece of a link tells its place among the links of the text."""
UNDERLINED = Style(underline=True, italic=True)


class InkConsole(Console):
    """A console that draws into memory with the styles of a theme."""

    def __init__(self, ink: Ink, width: int) -> None:
        bold = Style(bold=True)
        heading = ink.accent + bold
        styles = {
            "markdown.h1": heading,
            "markdown.h2": heading,
            "markdown.h3": bold,
            "markdown.h4": bold,
            "markdown.h5": bold,
            "markdown.h6": bold,
            "markdown.em": Style(italic=True),
            "markdown.strong": bold,
            "markdown.code": ink.code,
            "markdown.code_block": ink.code,
            "markdown.block_quote": ink.muted,
            "markdown.item.bullet": ink.accent,
            "markdown.item.number": ink.accent,
            "markdown.hr": ink.rule,
            "markdown.link_url": Style(underline=True),
            "markdown.table.border": ink.rule,
            "markdown.table.header": bold,
        }
        super().__init__(
            file=StringIO(),
            width=width,
            color_system="truecolor",
            force_terminal=True,
            legacy_windows=False,
            highlight=False,
            theme=Theme(styles),
        )
        self.ink = ink


def ink_in(console: Console) -> Ink:
    """The ink of a console that this module made."""
    assert isinstance(console, InkConsole)
    return console.ink


class Code(CodeBlock):
    """Source on its own ground; text without a language, such as a formula, in one colour."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ink = ink_in(console)
        if self.lexer_name == "text":
            text = self.text.copy()
            text.rstrip()
            yield Padding(text, (0, 2), style=ink.block)
        else:
            source = highlighted(str(self.text).rstrip(), self.lexer_name, ink)
            yield Padding(source, (0, 2), style=ink.block)


class Quote(BlockQuote):
    """A quotation behind a thin line."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update(width=options.max_width - 4)
        for line in console.render_lines(self.elements, inner, style=self.style):
            yield Segment("│ ", ink_in(console).rule)
            yield from line
            yield Segment.line()


class Grid(TableElement):
    """A table with one rule, under its header."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.border_style = "markdown.table.border"
        table.header_style = "markdown.table.header"
        if self.header is not None and self.header.row is not None:
            for cell in self.header.row.cells:
                table.add_column(cell.content)
        if self.body is not None:
            for row in self.body.rows:
                table.add_row(*(cell.content for cell in row.cells))
        yield table


class LessonMarkdown(Markdown):
    """Markdown with our code blocks, quotes and tables."""

    elements: dict[str, type[MarkdownElement]] = {  # type: ignore[misc]
        **Markdown.elements,
        "fence": Code,
        "code_block": Code,
        "blockquote_open": Quote,
        "table_open": Grid,
    }


@dataclass(frozen=True, slots=True)
class Link:
    """A link into the lab, where it is drawn."""

    target: str
    row: int
    """Its first row."""


def into_lab(lines: list[list[Segment]]) -> tuple[list[list[Segment]], tuple[Link, ...]]:
    """Make links into the lab something to click on, and say where they are.

    A terminal is never given the target as an address: it could not open it.
    """
    links: list[Link] = []
    before = None
    drawn = []
    for row, line in enumerate(lines):
        segments = []
        for segment in line:
            target = segment.style.link if segment.style is not None else None
            if target is not None and target.startswith("#"):
                if target != before:
                    links.append(Link(target, row))
                segments.append(_clickable(segment, target, len(links) - 1))
            else:
                segments.append(segment)
            if segment.text.strip():
                before = target  # a link that goes on in the next row is still the same one
        drawn.append(segments)
    return drawn, tuple(links)


def _clickable(segment: Segment, target: str, number: int) -> Segment:
    assert segment.style is not None
    meta = {"@click": f"follow_link({target!r})", LINK: number}
    style = segment.style.update_link(None) + UNDERLINED + Style.from_meta(meta)
    return Segment(segment.text, style, segment.control)


PLAIN = str.maketrans("•─│…–—’‘“”", "*-|.--''\"\"")
"""What stands for our signs and for typographic ones where only ASCII may be drawn."""


def strips(lines: list[list[Segment]], width: int, ink: Ink) -> list[Strip]:
    """Lines of a console, in plain ASCII where that is wanted."""
    if ink.plain:
        lines = [
            [Segment(text.translate(PLAIN), style, control) for text, style, control in line]
            for line in lines
        ]
    return [Strip(line, width) for line in lines]


def draw_markdown(text: str, width: int, ink: Ink) -> tuple[list[Strip], tuple[Link, ...]]:
    """Lines of the text, each exactly `width` cells wide, and its links into the lab."""
    console = InkConsole(ink, width)
    lines, links = into_lab(console.render_lines(LessonMarkdown(text), pad=True))
    return strips(lines, width, ink), links


def draw_code(code: str, width: int, ink: Ink) -> list[Strip]:
    """Lines of Python source with their numbers, each exactly `width` cells wide."""
    console = InkConsole(ink, width)
    source = highlighted(code.rstrip(), "python", ink, numbers=True)
    return strips(console.render_lines(source, pad=True), width, ink)
