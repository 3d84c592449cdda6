"""A question whose answer is pairs: for every row on the left a number on the right."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive

from lessons.questions.forms import Curves, Match
from lessons.questions.written import known_places, write_places
from lessons.schema import Quiz
from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.lines import BLANK, Paragraph, inline
from tui.widgets.questions.question_card import Answer, QuestionCard

ROWS = (
    Command("row_down", ("down", "j"), "row", "Mark the row below.", label="↑↓"),
    Command("row_up", ("up", "k"), "row", "Mark the row above.", footer=False),
)
ALIGNED = 28
"""Cells up to which what stands on the left is given the same room in every row."""


class MatchCard(QuestionCard):
    """What can be chosen stands below, numbered; a digit chooses for the marked row."""

    KIND = "Question, find the pairs"
    PLACE: ClassVar[str] = "pairs"
    ACTIONS: ClassVar[tuple[Command, ...]] = ROWS
    BINDINGS = bindings(ACTIONS)

    chosen: reactive[tuple[int, ...]] = reactive((), init=False)
    """For each row the author's number of its right side; 0 while none is chosen."""
    row: reactive[int] = reactive(0, init=False)
    """The marked row."""

    def __init__(
        self, quiz: Quiz, symbols: Symbols, *, tries: int = 0, ask_sure: bool = True
    ) -> None:
        super().__init__(quiz, symbols, tries=tries, ask_sure=ask_sure)
        self.set_reactive(MatchCard.chosen, tuple(0 for _ in self.lefts))

    @property
    def lefts(self) -> tuple[str, ...]:
        """What the rows say."""
        form = self.quiz.form
        assert isinstance(form, Match | Curves)
        return tuple(pair.left for pair in form.pairs) if isinstance(form, Match) else form.labels

    def offered(self) -> frozenset[str]:
        """Choosing, and handing in once every row has something."""
        return frozenset({"answer", "write"}) if all(self.chosen) else frozenset({"answer"})

    def asked_for(self) -> str:
        """What a digit does."""
        return "choose"

    def digits(self) -> int:
        """One for each right side."""
        return len(self.order)

    def choose(self, digit: int) -> None:
        """Choose for the marked row, and go on to the next that has nothing."""
        chosen = list(self.chosen)
        chosen[self.row] = self.order[digit - 1]
        onwards = (*range(self.row + 1, len(chosen)), *range(self.row))
        empty = next((row for row in onwards if not chosen[row]), self.row)
        self.chosen, self.row = tuple(chosen), empty
        self.post_message(self.Chosen())

    def writes(self) -> str:
        """What the key of a field does here."""
        return "hand in"

    def write(self) -> None:
        """Hand in."""
        if self.open and all(self.chosen):
            self.hand_in(write_places(self.chosen))

    def action_row_down(self) -> None:
        """Mark the row below."""
        self.take_keys()
        self.row = min(self.row + 1, len(self.chosen) - 1)

    def action_row_up(self) -> None:
        """Mark the row above."""
        self.take_keys()
        self.row = max(self.row - 1, 0)

    def take_up(self, answer: Answer) -> None:
        """Choose what was chosen in another sitting."""
        places = known_places(answer.answer, len(self.order))
        if len(places) == len(self.lefts):
            self.chosen = places
        super().take_up(answer)

    def watch_chosen(self) -> None:
        """Show it."""
        self.show()

    watch_row = watch_chosen

    def body(self) -> tuple[Paragraph, ...]:
        """Rows, then what can be chosen for them."""
        rows = [self.pair(row, left) for row, left in enumerate(self.lefts)]
        return (*rows, BLANK, *self.rights())

    def pair(self, row: int, left: str) -> Paragraph:
        """One row with what is chosen for it."""
        marked = self.open and row == self.row
        sign = Content.styled(self.symbols.pointer if marked else " ", "bold $accent")
        number = self.chosen[row]
        style = "bold" if marked else ""
        chosen = self.named(number) if number else Content.styled("nothing yet", "$muted")
        arrow = Content.styled(f" {self.symbols.step_in} ", "$muted")
        words = inline(left, style)
        widest = max(inline(one).cell_length for one in self.lefts)
        blank = " " * (min(widest, ALIGNED) - words.cell_length)
        return Paragraph(words + blank + arrow + chosen, Content.assemble(" ", sign, " "))

    def named(self, number: int) -> Content:
        """A right side in a row: its number on the screen and its words."""
        assert isinstance(self.quiz.form, Match)
        place = self.order.index(number) + 1
        text = inline(self.quiz.form.rights[number - 1])
        return Content.assemble((f"{place} ", "bold $accent"), text)

    def rights(self) -> tuple[Paragraph, ...]:
        """What can be chosen, as long as it can."""
        if not self.open:
            return ()
        assert isinstance(self.quiz.form, Match)
        texts = self.quiz.form.rights
        return tuple(
            self.option(place, inline(texts[number - 1]), Content(" "))
            for place, number in enumerate(self.order, 1)
        )

    def how_to(self) -> str:
        """What to press."""
        marks = key_of(self, "row_down")
        hands = f"{key_of(self, 'write')} hands in" if all(self.chosen) else ""
        says = f"1 to {self.digits()} choose for the marked row, {marks} mark another"
        return f"{says}, {hands}." if hands else f"{says}."
