"""What plots are drawn with, as set; cards that are shown alone use what needs no font."""

from __future__ import annotations

from textual.widget import Widget

from tui.plots.palette import SymbolName


def symbol_set(widget: Widget) -> SymbolName:
    """The set of dots that is on."""
    settings = getattr(widget.app, "settings", None)
    name: SymbolName = getattr(settings, "symbols", "ascii")
    return name
