"""The look of the app's current theme, for charts and views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.plots.palette import Colours, Look, SymbolName, mix

if TYPE_CHECKING:
    from textual.app import App


def look_of(app: App[Any], symbols: SymbolName = "braille") -> Look:
    """Colours of the theme that is on; to be asked again when the theme changes.

    Themes of the terminal's own 16 colours have no shades between text and background, so grey
    stands for all that is muted.
    """
    theme = app.current_theme
    variables = theme.variables
    plain = Colours() if theme.dark else Colours(text="#26292f", background="#fbf9f4")
    text = theme.foreground or plain.text
    background = theme.background or plain.background
    colours = Colours(
        text=text,
        muted=variables.get("muted") or mix(text, background, 0.6) or "ansi_bright_black",
        background=background,
        cursor=variables.get("selected") or mix(text, background, 0.15) or "ansi_bright_black",
        alert=theme.error or plain.alert,
    )
    return Look(symbols=symbols, no_color=app.no_color, dark=theme.dark, colours=colours)
