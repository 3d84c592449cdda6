"""A question whose answer is an order: entries are carried to their places."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive

from lessons.questions.forms import Order
from lessons.questions.written import known_places, write_places
from lessons.schema import Quiz
from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.lines import Paragraph, inline
from tui.widgets.questions.question_card import Answer, QuestionCard


class OrderCard(QuestionCard):
    """One entry a row. A digit, or an arrow with shift, carries the marked one elsewhere."""

    KIND = "Question, put in order"
    PLACE: ClassVar[str] = "an order"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("row_down", ("down", "j"), "mark", "Mark the entry below.", label="↑↓"),
        Command("row_up", ("up", "k"), "mark", "Mark the entry above.", footer=False),
        Command(
            "carry_down",
            ("shift+down", "J"),
            "carry",
            "Carry the marked entry one place down.",
            label="shift+↑↓",
        ),
        Command(
            "carry_up",
            ("shift+up", "K"),
            "carry up",
            "Carry the marked entry one place up.",
            footer=False,
        ),
    )
    BINDINGS = bindings(ACTIONS)

    arranged: reactive[tuple[int, ...]] = reactive((), init=False)
    """The author's numbers, as they stand now."""
    row: reactive[int] = reactive(0, init=False)
    """The marked row."""

    def __init__(
        self, quiz: Quiz, symbols: Symbols, *, tries: int = 0, ask_sure: bool = True
    ) -> None:
        super().__init__(quiz, symbols, tries=tries, ask_sure=ask_sure)
        self.set_reactive(OrderCard.arranged, self.order)

    @property
    def form(self) -> Order:
        """What is asked for."""
        assert isinstance(self.quiz.form, Order)
        return self.quiz.form

    def offered(self) -> frozenset[str]:
        """Carrying by digits, and handing in."""
        return frozenset({"answer", "write"})

    def asked_for(self) -> str:
        """What a digit does."""
        return "to place"

    def digits(self) -> int:
        """One for each place."""
        return len(self.arranged)

    def choose(self, digit: int) -> None:
        """Carry the marked entry to a place."""
        self.carry(digit - 1)

    def carry(self, place: int) -> None:
        """Carry the marked entry there; the mark goes with it."""
        if 0 <= place < len(self.arranged):
            rest = [number for at, number in enumerate(self.arranged) if at != self.row]
            rest.insert(place, self.arranged[self.row])
            self.arranged, self.row = tuple(rest), place

    def writes(self) -> str:
        """What the key of a field does here."""
        return "hand in"

    def write(self) -> None:
        """Hand in."""
        if self.open:
            self.hand_in(write_places(self.arranged))

    def action_row_down(self) -> None:
        """Mark the entry below."""
        self.take_keys()
        self.row = min(self.row + 1, len(self.arranged) - 1)

    def action_row_up(self) -> None:
        """Mark the entry above."""
        self.take_keys()
        self.row = max(self.row - 1, 0)

    def action_carry_down(self) -> None:
        """Carry the marked entry down."""
        self.take_keys()
        self.carry(self.row + 1)

    def action_carry_up(self) -> None:
        """Carry the marked entry up."""
        self.take_keys()
        self.carry(self.row - 1)

    def take_up(self, answer: Answer) -> None:
        """Arrange the entries as in another sitting."""
        places = known_places(answer.answer, len(self.order))
        if sorted(places) == sorted(self.order):
            self.arranged = places
        super().take_up(answer)

    def watch_arranged(self) -> None:
        """Show it."""
        self.show()

    watch_row = watch_arranged

    def body(self) -> tuple[Paragraph, ...]:
        """The entries as they stand."""
        return tuple(self.entry(place, number) for place, number in enumerate(self.arranged, 1))

    def entry(self, place: int, number: int) -> Paragraph:
        """One entry; the marked one carries a sign."""
        marked = self.open and place == self.row + 1
        sign = Content.styled(self.symbols.pointer if marked else " ", "bold $accent")
        text = inline(self.form.entries[number - 1], "bold" if marked else "")
        return self.option(place, text, sign, open_=False)

    def how_to(self) -> str:
        """What to press."""
        arrows, marks = key_of(self, "carry_down"), key_of(self, "row_down")
        hands = f"{key_of(self, 'write')} hands in"
        return f"{marks} mark an entry, a digit or {arrows} carries it, {hands}."
