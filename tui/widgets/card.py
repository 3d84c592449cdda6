"""The part of a lesson that asks something of the learner: what all kinds have in common."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.symbols import Symbols
from tui.widgets.lines import Lines, Paragraph


class Card(Widget, can_focus=True):
    """A title and paragraphs behind a bar; the card that has the keys is marked.

    Subclasses say what is written in `paragraphs`, and `show` it whenever an attribute changes.
    """

    DEFAULT_CSS = """
    Card {
        height: auto;
        padding: 0 0 0 1;
        margin: 0 0 1 0;
        border-left: outer $rule;
        &:focus, &:focus-within {
            border-left: outer $accent;
        }
    }
    App.-ascii Card {
        border-left: ascii $rule;
        &:focus, &:focus-within {
            border-left: ascii $accent;
        }
    }
    """
    KIND: ClassVar[str] = ""
    """What stands above the card."""

    done: reactive[bool] = reactive(False, init=False)
    """Whether the learner has done what the card asks."""

    def __init__(self, block: str, symbols: Symbols) -> None:
        super().__init__()
        self.block = block
        """Id of the block that the card shows."""
        self.symbols = symbols

    def compose(self) -> ComposeResult:
        """What is written."""
        yield Lines()

    def offers(self) -> frozenset[str]:
        """Ids of the commands that the card answers to now."""
        return frozenset()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What is written below the title."""
        return ()

    def title(self) -> Paragraph:
        """The kind of the card, with a mark where it has the keys or is done."""
        if self.has_focus:
            mark = self.symbols.pointer
        else:
            mark = self.symbols.done if self.done else self.symbols.new
        style = "bold $accent" if self.has_focus else "bold $muted"
        return Paragraph(Content.styled(f"{mark} {self.KIND}", style))

    def show(self) -> None:
        """Write everything anew."""
        if self.is_mounted:
            self.query_one(Lines).paragraphs = (self.title(), *self.paragraphs())

    def on_mount(self) -> None:
        """Write for the first time."""
        self.show()

    def on_focus(self) -> None:
        """Mark the card."""
        self.show()

    def on_blur(self) -> None:
        """Take the mark away."""
        self.show()

    def watch_done(self) -> None:
        """Show the mark."""
        self.show()

    def option(self, number: str, text: Content, sign: str = " ") -> Paragraph:
        """One thing to choose: a sign where there is one to give, its number, its text."""
        return Paragraph(text, Content.assemble(f" {sign} ", (number, "bold $accent"), "  "))
