"""The first row of a pane: what it holds, and whether it has the keys."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from tui.symbols import UNICODE, Symbols
from tui.widgets.two_ends import TwoEnds


class PaneHead(TwoEnds):
    """A title on the left, a state on the right; marked where the keys belong to the pane."""

    DEFAULT_CSS = """
    PaneHead {
        padding: 0 1;
    }
    """

    front: reactive[bool] = reactive(False)
    """Whether the keys belong to its pane."""
    detail: reactive[str] = reactive("")
    symbols: reactive[Symbols] = reactive(UNICODE, init=False)

    def __init__(self, title: str, symbols: Symbols, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.heading = title
        self.set_reactive(PaneHead.symbols, symbols)

    def render(self) -> Content:
        """Mark, title, detail."""
        mark = self.symbols.pointer if self.front else " "
        title = Content.styled(self.heading, "bold $accent" if self.front else "bold $muted")
        self.set_reactive(
            TwoEnds.left,
            Content.assemble((f"{mark} ", "bold $accent"), title),
        )
        self.set_reactive(TwoEnds.right, self.detail)
        return super().render()
