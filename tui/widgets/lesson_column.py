"""The column a lesson is read in: it knows which block is where."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget


class LessonColumn(VerticalScroll, can_focus=False):
    """Blocks below each other. Says which one the learner has reached."""

    DEFAULT_CSS = """
    LessonColumn {
        padding: 1 0 0 2;
        scrollbar-gutter: stable;
        &> * {
            max-width: 88;
        }
    }
    """

    class Reached(Message):
        """Another block is at the top of the column."""

        def __init__(self, block: str) -> None:
            super().__init__()
            self.block = block

    def __init__(self) -> None:
        super().__init__()
        self.blocks: dict[str, Widget] = {}
        """Widgets of the visible blocks by id, in the order of the lesson."""
        self.reached = ""

    def add(self, blocks: Mapping[str, Widget]) -> None:
        """Put blocks, by their ids, below those that are there."""
        self.blocks |= blocks
        self.mount_all(blocks.values())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say so when another block is reached."""
        super().watch_scroll_y(old_value, new_value)
        top = self.block_at(self.scroll_offset.y + 1)
        if top != self.reached:
            self.reached = top
            self.post_message(self.Reached(top))

    def block_at(self, line: int) -> str:
        """Id of the block that covers a line of the column, or is the last above it."""
        above = [block for block, widget in self.blocks.items() if widget.virtual_region.y <= line]
        return (above or list(self.blocks) or [""])[-1 if above else 0]

    def shows(self, widget: Widget) -> bool:
        """Whether a widget is in view from top to bottom, or fills the view."""
        needed = min(widget.region.height, self.region.height)
        return self.region.intersection(widget.region).height >= needed

    def touches(self, widget: Widget) -> bool:
        """Whether any of a widget is in view."""
        return self.region.intersection(widget.region).height > 0

    def go_to(self, block: str) -> None:
        """Scroll so that a block begins at the top."""
        self.bring(block, lambda top: max(top - 1, 0))

    def uncover(self, block: str) -> None:
        """Scroll down so that a block begins half-way down, below what led to it."""
        self.bring(block, lambda top: max(top - self.size.height // 2, self.scroll_offset.y))

    def bring(self, block: str, line: Callable[[int], int]) -> None:
        """Scroll to a line that depends on where a block begins, once that is known."""
        widget = self.blocks.get(block)
        if widget is None or not self.is_attached:
            return
        if widget.virtual_region.width == 0:
            self.call_after_refresh(self.bring, block, line)
        else:
            self.scroll_to(y=line(widget.virtual_region.y), animate=False, force=True)
