"""A question with choices: the reason comes with every answer."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from lessons.schema import Choice, Quiz
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer and what it is worth."""

    answer: str
    """Number of the choice, or what was typed."""
    right: bool
    why: str


class QuizCard(Card):
    """Choices by number. Wrong ones can be tried again; the rest is explained at the end."""

    KIND = "Question"

    answers: reactive[tuple[Answer, ...]] = reactive((), init=False)
    """What has been answered, the latest last."""

    class Answered(Message):
        """The learner answered."""

        def __init__(self, block: str, answer: str) -> None:
            super().__init__()
            self.block = block
            self.answer = answer

    def __init__(self, quiz: Quiz, symbols: Symbols) -> None:
        super().__init__(quiz.id, symbols)
        self.quiz = quiz

    @property
    def right(self) -> bool:
        """Whether the right answer was given."""
        return any(answer.right for answer in self.answers)

    def offers(self) -> frozenset[str]:
        """Digits, until the right one."""
        return frozenset() if self.right else frozenset({"answer"})

    def numbers(self) -> int:
        """How many digits mean something."""
        return len(self.quiz.choices)

    def answer(self, digit: int) -> None:
        """Choose."""
        if digit <= self.numbers() and not self.right:
            self.post_message(self.Answered(self.block, str(digit)))

    def take(self, answer: Answer) -> None:
        """Show what an answer is worth."""
        self.answers = (*self.answers, answer)

    def refuse(self, reason: str) -> None:
        """Say why an answer was none. Digits always are one."""

    def watch_answers(self) -> None:
        """Show what they are worth."""
        self.show()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question and its choices."""
        tried = {answer.answer for answer in self.answers}
        choices = [
            paragraph
            for number, choice in enumerate(self.quiz.choices, 1)
            for paragraph in self.choice(number, choice, str(number) in tried)
        ]
        return (Paragraph(inline(self.quiz.ask)), BLANK, *choices, *self.remark())

    def choice(self, number: int, choice: Choice, tried: bool) -> list[Paragraph]:
        """One choice; its reason once it was tried or the question is settled."""
        if not tried and not self.right:
            return [self.option(number, inline(choice.text), Content(" "))]
        sign, style = self.grade_sign(choice.right)
        lead = Content.assemble(" ", (sign, style), f" {number}  ")
        text = inline(choice.text, "bold" if choice.right else "")
        why = Paragraph(inline(choice.why, "" if tried else "$muted"), Content(" " * 6))
        return [Paragraph(text, lead), why]

    def grade_sign(self, right: bool) -> tuple[str, str]:
        """Sign and style of right and wrong."""
        if right:
            return self.symbols.done, "bold $success"
        return self.symbols.wrong, "bold $error"

    def remark(self) -> tuple[Paragraph, ...]:
        """What to do next, while the question is open."""
        if self.right:
            return ()
        text = "Try another one." if self.answers else f"1 to {self.numbers()} answers."
        return (BLANK, Paragraph(Content.styled(text, "$muted")))
