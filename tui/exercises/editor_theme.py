"""How code looks in the editor: the colours that code has everywhere else in the app."""

from __future__ import annotations

from rich.style import Style
from textual.widgets.text_area import TextAreaTheme

from tui.ink import Ink

NAME = "tutor"


def editor_theme(ink: Ink) -> TextAreaTheme:
    """Few colours, as on the page; cursor and selection are the style sheet's."""
    bold = Style(bold=True)
    remark = ink.muted + Style(italic=True)
    keyword = ink.keyword
    return TextAreaTheme(
        name=NAME,
        syntax_styles={
            "comment": remark,
            "keyword": keyword,
            "keyword.function": keyword,
            "keyword.operator": keyword,
            "keyword.return": keyword,
            "conditional": keyword,
            "repeat": keyword,
            "exception": keyword,
            "include": keyword,
            "boolean": ink.number,
            "constant.builtin": ink.number,
            "number": ink.number,
            "float": ink.number,
            "string": ink.string,
            "function": bold,
            "method": bold,
            "type.class": bold,
            "preproc": ink.muted,
        },
    )
