"""Source code to read: coloured and numbered."""

from __future__ import annotations

from textual.strip import Strip

from tui.ink import Ink
from tui.widgets.drawn_once import DrawnOnce


class CodeView(DrawnOnce):
    """Python source. Long lines wrap."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def show(self, code: str) -> None:
        """Show other source."""
        if code != self.code:
            self.code, self.drawn_for = code, None
            self.refresh(layout=True)

    def draw(self, width: int, ink: Ink) -> list[Strip]:
        """The source with line numbers."""
        # Rich's Markdown and the highlighter take a while to import; home does not need them.
        from tui.markdown import draw_code

        return draw_code(self.code, width, ink)
