"""The first row of a screen: where the learner is, and how far; a rule below."""

from __future__ import annotations

from tui.widgets.two_ends import TwoEnds


class TopLine(TwoEnds):
    """Docked at the top, above everything that scrolls."""

    DEFAULT_CSS = """
    TopLine {
        dock: top;
        height: 2;
        padding: 0 1;
        border-bottom: solid $rule;
    }
    """
