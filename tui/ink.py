"""The theme's colours as Rich styles, for what is drawn outside the style sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from textual.app import App


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Styles of text by what it is."""

    text: Style
    accent: Style
    muted: Style
    rule: Style
    code: Style
    keyword: Style
    string: Style
    number: Style
    block: Style
    """Ground of a code block."""
    plain: bool
    """Whether only ASCII may be drawn."""


def ink_of(app: App[object]) -> Ink:
    """The ink of the theme in force."""
    variables = app.theme_variables

    def color(name: str) -> Style:
        return Style(color=Color.parse(variables[name]).rich_color)

    ansi = app.native_ansi_color
    ground = Style() if ansi else Style(bgcolor=Color.parse(variables["surface"]).rich_color)
    return Ink(
        text=color("foreground"),
        accent=color("accent"),
        muted=color("muted"),
        rule=color("rule"),
        code=color("code"),
        keyword=color("accent"),
        string=color("success"),
        number=color("secondary"),
        block=ground,
        plain=app.has_class("-ascii"),
    )
