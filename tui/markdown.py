"""Lesson prose drawn once for a given width: Markdown in, lines of styled cells out."""

from __future__ import annotations

from io import StringIO

from markdown_it.token import Token
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

    def __init__(self, text: str) -> None:
        super().__init__(text)
        for token in self.parsed:
            unlink(token.children or ())


def unlink(tokens: list[Token] | tuple[Token, ...]) -> None:
    """Show links into the lab as emphasis: there is no address to open."""
    inside = False
    for token in tokens:
        if token.type == "link_open":
            inside = str(token.attrs.get("href", "")).startswith("#")
        if inside and token.type in ("link_open", "link_close"):
            token.type = token.type.replace("link", "em")
            token.tag = "em"


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


def draw_markdown(text: str, width: int, ink: Ink) -> list[Strip]:
    """Lines of the text, each exactly `width` cells wide."""
    console = InkConsole(ink, width)
    return strips(console.render_lines(LessonMarkdown(text), pad=True), width, ink)


def draw_code(code: str, width: int, ink: Ink) -> list[Strip]:
    """Lines of Python source with their numbers, each exactly `width` cells wide."""
    console = InkConsole(ink, width)
    source = highlighted(code.rstrip(), "python", ink, numbers=True)
    return strips(console.render_lines(source, pad=True), width, ink)
