"""The part of a lesson that asks something of the learner: what all kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.commands import Command
from tui.symbols import UNICODE, Symbols
from tui.widgets.lines import Lines, Paragraph


class Card(Widget, can_focus=True):
    """A title and paragraphs behind a bar; the card that has the keys is marked.

    Subclasses say what is written in `paragraphs`, and `show` it whenever an attribute changes.
    """

    DEFAULT_CSS = """
    Card {
        height: auto;
        padding: 0 2 0 1;
        margin: 0 0 1 0;
        border-left: outer $rule;
        &:focus, &:focus-within {
            border-left: outer $accent;
        }
    }
    """
    KIND: ClassVar[str] = ""
    """What stands above the card."""

    symbols: reactive[Symbols] = reactive(UNICODE, init=False)
    done: reactive[bool] = reactive(False, init=False)
    """Whether the learner has done what the card asks."""

    def __init__(self, block: str, symbols: Symbols) -> None:
        super().__init__()
        self.block = block
        """Id of the block that the card shows."""
        self.set_reactive(Card.symbols, symbols)

    def compose(self) -> ComposeResult:
        """What is written."""
        yield Lines()

    def offers(self) -> frozenset[str]:
        """Ids of the commands that the card answers to now."""
        return frozenset()

    def asks(self) -> str:
        """What a digit says now, in a word or two."""
        return "answer"

    def numbers(self) -> int:
        """How many digits mean something now."""
        return 0

    def answer(self, digit: int) -> None:
        """Take a digit. Cards without choices take none."""

    def skip(self) -> None:
        """Be read past, where the card offers that."""

    def write(self) -> None:
        """Give the keys to the field, where the card has one."""

    def writes(self) -> str:
        """What the key for the field does, in a word or two."""
        return "write"

    def renamed(self, commands: Iterable[Command]) -> tuple[Command, ...]:
        """Keys for the footer, called what they do with this card."""
        titles = {"answer": self.asks(), "write": self.writes()}
        digits = f"1-{self.numbers()}"
        return tuple(
            replace(
                command,
                label=digits if command.id == "answer" else command.label,
                title=titles.get(command.id, command.title),
            )
            for command in commands
        )

    def step_back(self) -> bool:
        """Take back what is half done; False where nothing is."""
        return False

    @property
    def takes_arrows(self) -> bool:
        """Whether keys of its own mean something now, where it has any."""
        return False

    @property
    def in_view(self) -> bool:
        """Whether the learner sees it from top to bottom, or as much of it as fits."""
        around = self.parent
        if not isinstance(around, Widget):
            return True
        needed = min(self.region.height, around.region.height)
        return around.region.intersection(self.region).height >= needed

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What is written below the title."""
        return ()

    def title(self) -> Paragraph:
        """The kind of the card, with a mark where it has the keys or is done."""
        marked = self.has_focus or self.has_focus_within
        if marked:
            mark = self.symbols.pointer
        else:
            mark = self.symbols.done if self.done else self.symbols.new
        style = "bold $accent" if marked else "bold $muted"
        return Paragraph(Content.styled(f"{mark} {self.KIND}", style))

    def show(self) -> None:
        """Write everything anew."""
        if self.children:
            self.query_one(Lines).paragraphs = (self.title(), *self.paragraphs())

    def on_mount(self) -> None:
        """Write for the first time."""
        self.show()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark the card, or take the mark away."""
        super().watch_has_focus(has_focus)
        self.show()

    def on_descendant_focus(self) -> None:
        """Stay marked while its field has the keys."""
        self.show()

    def watch_done(self) -> None:
        """Show the mark."""
        self.show()

    watch_symbols = watch_done

    def option(self, number: int, text: Content, sign: Content, *, open_: bool = True) -> Paragraph:
        """One thing to choose: a sign, the key while it can be chosen, and what it is."""
        style = "bold $accent" if open_ else "$muted"
        return Paragraph(text, Content.assemble(" ", sign, " ", (str(number), style), "  "))
