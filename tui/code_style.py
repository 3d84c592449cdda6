"""Colours of Python source, taken from the theme."""

from __future__ import annotations

from rich.style import Style
from rich.syntax import ANSISyntaxTheme, Syntax

from tui.ink import Ink


def code_theme(ink: Ink) -> ANSISyntaxTheme:
    """Few colours: keywords, strings, numbers, comments, and names where they are defined."""
    bold = Style(bold=True)
    remark = ink.muted + Style(italic=True)
    return ANSISyntaxTheme(
        {
            ("Comment",): remark,
            ("Keyword",): ink.keyword,
            ("Operator", "Word"): ink.keyword,
            ("Name", "Decorator"): ink.muted,
            ("Name", "Function"): bold,
            ("Name", "Class"): bold,
            ("Literal", "String"): ink.string,
            ("Literal", "String", "Doc"): remark,
            ("Literal", "Number"): ink.number,
        }
    )


def highlighted(code: str, language: str, ink: Ink, *, numbers: bool = False) -> Syntax:
    """Source with its colours, wrapped to the width it is given."""
    return Syntax(
        code,
        language,
        theme=code_theme(ink),
        word_wrap=True,
        line_numbers=numbers,
    )
