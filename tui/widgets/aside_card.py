"""A remark for learners in whose answers a misconception has shown; others can open it."""

from __future__ import annotations

from textual.reactive import reactive

from lessons.schema import Aside
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import Paragraph, inline


class AsideCard(Card):
    """One line, or the remark."""

    KIND = "An aside"

    opened: reactive[bool] = reactive(False, init=False)

    def __init__(self, aside: Aside, symbols: Symbols, *, opened: bool) -> None:
        super().__init__(aside.id, symbols)
        self.aside = aside
        self.meant = opened
        """Whether it is meant for this learner."""
        self.set_reactive(AsideCard.opened, opened)
        self.set_reactive(Card.done, True)

    def offers(self) -> frozenset[str]:
        """Opening, while it is closed."""
        return frozenset() if self.opened else frozenset({"write"})

    def writes(self) -> str:
        """What the key of a field does here."""
        return "read it"

    def write(self) -> None:
        """Open."""
        self.opened = True

    def watch_opened(self) -> None:
        """Show it."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its title and, opened, its text."""
        title = Paragraph(inline(f"**{self.aside.title}**"))
        if not self.opened:
            key = key_of(self, "write")
            return (Paragraph(inline(f"{self.aside.title} {key} opens it.", "$muted")),)
        why = "Your answers in several places are why this stands here."
        said = (Paragraph(inline(why, "$muted")),) if self.meant else ()
        return (title, Paragraph(inline(" ".join(self.aside.text.split()))), *said)
