"""The end of a lesson: what was right, where it comes from, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive

from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How a lesson went."""

    lines: tuple[str, ...] = ()
    """What was right, one fact a line."""
    sources: tuple[str, ...] = ()
    next_title: str = ""
    """Title of the next lesson; empty after the last."""
    next_minutes: int = 0


class EndCard(Card):
    """A calm closing."""

    KIND = "That is the lesson"

    summary: reactive[Summary] = reactive(Summary(), init=False)

    def __init__(self, symbols: Symbols) -> None:
        super().__init__("", symbols)
        self.set_reactive(Card.done, True)

    def offers(self) -> frozenset[str]:
        """The next lesson, where there is one."""
        return frozenset({"go_on"}) if self.summary.next_title else frozenset()

    def watch_summary(self) -> None:
        """Show it."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Facts, sources, and the way on."""
        summary = self.summary
        parts = [Paragraph(inline(line)) for line in summary.lines]
        if summary.sources:
            parts.append(BLANK)
            lead = Content.styled("Sources  ", "$muted")
            parts.append(Paragraph(inline("; ".join(summary.sources)), lead))
        parts.append(BLANK)
        if summary.next_title:
            way = f"{key_of(self, 'go_on')} opens it"
            text = f"Next: **{summary.next_title}**, {summary.next_minutes} min. {way}."
            parts.append(Paragraph(inline(text)))
        else:
            parts.append(Paragraph(Content("This was the last lesson. esc goes home.")))
        return tuple(parts)
