"""Text to read: Markdown, with links that show something in the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.commands import Command, bindings
from tui.ink import Ink
from tui.widgets.drawn_once import DrawnOnce

if TYPE_CHECKING:
    from tui.markdown import Link

MARKED = Style(reverse=True)


class Prose(DrawnOnce, can_focus=True):
    """Part of a lesson's text. It takes the keys only for the sake of its links."""

    DEFAULT_CSS = """
    Prose {
        margin-bottom: 1;
        padding-right: 2;
    }
    """

    PLACE: ClassVar[str] = "links in the text"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("follow_link", ("enter",), "show it", "Show what the marked link speaks of."),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    marked: reactive[int] = reactive(0)
    """The link that has the keys while this text has them."""

    class Followed(Message):
        """The learner wants to see what a link speaks of."""

        def __init__(self, target: str) -> None:
            super().__init__()
            self.target = target

    def __init__(self, markdown: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.markdown = markdown
        self.links: tuple[Link, ...] = ()
        # Where nothing can be followed there is nothing to stop at.
        self.can_focus = "](#" in markdown

    def draw(self, width: int, ink: Ink) -> list[Strip]:
        """The text, wrapped."""
        # Rich's Markdown takes a while to import; home does not need it.
        from tui.markdown import draw_markdown

        drawn, self.links = draw_markdown(self.markdown, width, ink)
        return drawn

    @property
    def target(self) -> str | None:
        """Where the marked link leads."""
        return self.links[self.marked].target if self.marked < len(self.links) else None

    def mark(self, further: int) -> bool:
        """Mark the next link, or the one before; False where there is none."""
        following = self.marked + further
        if following not in range(len(self.links)):
            return False
        self.marked = following
        self.show_marked()
        return True

    def enter_from(self, further: int) -> None:
        """Begin at the first link, or at the last where the learner comes from below."""
        self.marked = 0 if further > 0 else max(len(self.links) - 1, 0)
        self.show_marked()

    def show_marked(self) -> None:
        """Scroll the marked link into view."""
        if self.marked < len(self.links):
            row = self.virtual_region.y + self.links[self.marked].row
            region = Region(0, row, self.size.width, 2)
            for around in self.ancestors:
                if isinstance(around, VerticalScroll):
                    around.scroll_to_region(region, animate=False, force=True)
                    return

    def action_follow_link(self, target: str = "") -> None:
        """Follow the marked link, or the one that was clicked on."""
        if target or self.target:
            self.post_message(self.Followed(target or self.target or ""))

    def watch_marked(self) -> None:
        """Draw it."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row; the marked link stands out."""
        strip = super().render_line(y)
        if not (self.has_focus and self.links):
            return strip
        from tui.markdown import LINK

        return Strip(
            [
                Segment(text, (style or Style()) + MARKED, control)
                if style is not None and style.meta.get(LINK) == self.marked
                else Segment(text, style, control)
                for text, style, control in strip
            ],
            strip.cell_length,
        )
