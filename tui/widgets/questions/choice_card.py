"""A question with choices, one of them right: the reason comes with every answer."""

from __future__ import annotations

from textual.content import Content

from lessons.questions.forms import Choice, Choices
from tui.widgets.lines import Paragraph, inline
from tui.widgets.questions.question_card import QuestionCard


class ChoiceCard(QuestionCard):
    """Choices by number. Wrong ones can be tried again; the rest is explained at the end."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen, as the author counts."""
        assert isinstance(self.quiz.form, Choices)
        return self.quiz.form.choices

    def digits(self) -> int:
        """One for each choice."""
        return len(self.order)

    def choose(self, digit: int) -> None:
        """Choose."""
        self.hand_in(str(self.order[digit - 1]))

    def body(self) -> tuple[Paragraph, ...]:
        """The choices."""
        tried = {answer.answer for answer in self.answers}
        return tuple(
            paragraph
            for place, number in enumerate(self.order, 1)
            for paragraph in self.choice(place, number, str(number) in tried)
        )

    def choice(self, place: int, number: int, tried: bool) -> list[Paragraph]:
        """One choice; its reason once it was tried or the question is settled."""
        choice = self.choices[number - 1]
        if not tried and not self.settled:
            chosen = self.pending == str(number)
            sign = Content.styled(self.symbols.pointer if chosen else " ", "bold $accent")
            text = inline(choice.text, "bold" if chosen else "")
            return [self.option(place, text, sign, open_=not self.pending)]
        sign_, style = self.grade_sign(choice.right)
        lead = Content.assemble(" ", (sign_, style), f" {place}  ")
        text = inline(choice.text, "bold" if choice.right else "")
        why = Paragraph(inline(choice.why, "" if tried else "$muted"), Content(" " * 6))
        return [Paragraph(text, lead), why]

    def outcome(self) -> list[Paragraph]:
        """The reasons stand with the choices."""
        return []

    def how_to(self) -> str:
        """What to do next, while the question is open."""
        return "Try another one." if self.answers else f"1 to {self.digits()} answer."
