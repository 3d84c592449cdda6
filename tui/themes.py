"""The app's own dark and light theme, and the names of all themes on offer.

Both use one accent (amber) and the colours of Okabe and Ito for the rest, which people with
any common colour-vision deficiency can tell apart. The `ansi` themes are Textual's and use the
terminal's own 16 colours.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="tutor-dark",
    primary="#e0a458",
    secondary="#7fb4d6",
    accent="#e0a458",
    success="#5fb89b",
    warning="#e0a458",
    error="#e5735a",
    foreground="#d9dbe0",
    background="#15181d",
    surface="#1a1e24",
    panel="#242a32",
    dark=True,
    variables={
        "muted": "#8d95a3",
        "rule": "#353c47",
        "selected": "#262d37",
        "code": "#a9c7dc",
        "border": "#e0a458",
        "border-blurred": "#353c47",
        "scrollbar": "#353c47",
        "scrollbar-hover": "#4a5361",
        "scrollbar-active": "#e0a458",
        "scrollbar-background": "#15181d",
        "scrollbar-background-hover": "#15181d",
        "scrollbar-background-active": "#15181d",
        "input-cursor-background": "#e0a458",
        "input-cursor-foreground": "#15181d",
        "input-selection-background": "#e0a458 30%",
        "block-cursor-background": "#262d37",
        "block-cursor-foreground": "#d9dbe0",
        "block-cursor-text-style": "bold",
    },
)

LIGHT = Theme(
    name="tutor-light",
    primary="#935500",
    secondary="#1d5f8a",
    accent="#935500",
    success="#0b6b50",
    warning="#935500",
    error="#a93416",
    foreground="#26292f",
    background="#fbf9f4",
    surface="#f4f1ea",
    panel="#e9e4d9",
    dark=False,
    variables={
        "muted": "#646a75",
        "rule": "#d3ccbe",
        "selected": "#ece5d6",
        "code": "#1d5f8a",
        "border": "#935500",
        "border-blurred": "#d3ccbe",
        "scrollbar": "#d3ccbe",
        "scrollbar-hover": "#b7ae9c",
        "scrollbar-active": "#935500",
        "scrollbar-background": "#fbf9f4",
        "scrollbar-background-hover": "#fbf9f4",
        "scrollbar-background-active": "#fbf9f4",
        "input-cursor-background": "#935500",
        "input-cursor-foreground": "#fbf9f4",
        "input-selection-background": "#935500 25%",
        "block-cursor-background": "#ece5d6",
        "block-cursor-foreground": "#26292f",
        "block-cursor-text-style": "bold",
    },
)

OWN = (DARK, LIGHT)

FALLBACK_VARIABLES = {
    "muted": "ansi_default",
    "rule": "ansi_bright_black",
    "selected": "transparent",
    "code": "ansi_cyan",
}
"""What themes that are not ours, the `ansi` ones, use for our own variables."""
