"""One row with something at its left end and something quieter at its right end."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TwoEnds(Widget):
    """A text on the left and a state on the right."""

    DEFAULT_CSS = """
    TwoEnds {
        height: 1;
    }
    """

    left: reactive[Content] = reactive(Content(""))
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Both ends; the right one gives way where there is no room for both."""
        width = self.content_size.width
        right = Content.styled(self.right, "$muted")
        space = width - self.left.cell_length - right.cell_length
        if space < 2:
            return self.left.truncate(width, ellipsis=True)
        return self.left + " " * space + right
