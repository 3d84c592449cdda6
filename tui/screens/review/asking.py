"""Asking one question after the other: the card on the screen, its keys, and the way out of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on

from lessons.review.clock import Clock
from lessons.review.desk import Desk
from lessons.review.review import Review
from tui.commands import Command, HasKeys
from tui.screens.scrolling import ScrollingScreen
from tui.widgets.questions import QUESTION_PANES, QuestionCard, question_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from lessons.review.sitting import Turn


class Asking(ScrollingScreen):
    """A review under way, with the card of the question that is asked."""

    PANES: ClassVar[tuple[type[HasKeys], ...]] = QUESTION_PANES
    AUTO_FOCUS = ""

    def __init__(self, clock: Clock, seconds: Callable[[], float]) -> None:
        """`seconds` tells how much time an answer takes."""
        super().__init__()
        self.clock = clock
        self.seconds = seconds

    @cached_property
    def review(self) -> Review:
        """What is asked, and what became of it."""
        tutor = self.tutor
        desk = Desk(tutor.progress, tutor.catalog, tutor.engine.runs, self.clock)
        return Review(desk, self.seconds, tutor.announce)

    @property
    def card(self) -> QuestionCard | None:
        """The question on the screen."""
        return next(iter(self.query(QuestionCard)), None)

    def take_card_away(self) -> None:
        """Nothing is asked any more, or something else."""
        for card in self.query(QuestionCard):
            card.remove()

    def put_card(self, turn: Turn, before: Widget) -> None:
        """Show the card of a question, and give it the keys."""
        card = question_card(
            turn.item.question,
            self.tutor.symbols,
            tries=self.review.desk.standing(turn.item).times,
            ask_sure=self.tutor.settings.confidence == "ask" and not turn.again,
        )
        card.once = True
        self.scroller.mount(card, before=before)
        card.focus(scroll_visible=False)

    @on(QuestionCard.Chosen)
    def half_answered(self) -> None:
        """Digits mean something else now."""
        self.show_keys()
        if self.card is not None:
            self.call_after_refresh(self.card.scroll_visible, animate=False)

    def footer_commands(self) -> tuple[Command, ...]:
        """As ever, with the digits that mean something now; in a field only the way out."""
        card = self.card
        if card is None or self.review.answered:
            return super().footer_commands()
        if self.focused is not card:
            return tuple(command for command in self.ACTIONS if command.id == "back")
        return card.renamed(super().footer_commands())

    def action_answer(self, key: str) -> None:
        """A digit for the card."""
        if self.card is not None:
            self.card.answer(int(key))

    def action_write(self) -> None:
        """Into the field of the card, or hand in what was put together."""
        if self.card is not None:
            self.card.write()

    def step_back(self) -> bool:
        """Out of a field, or back to the answer; False where there is neither."""
        card = self.card
        if card is None or self.review.answered:
            return False
        if card.step_back():
            self.show_keys()
            return True
        if self.focused is not card:
            card.focus(scroll_visible=False)
            return True
        return False
