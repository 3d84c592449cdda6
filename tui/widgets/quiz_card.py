"""A question with choices or a number: the reason comes with every answer."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from lessons.schema import Choice, Quiz
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Lines, Paragraph, inline


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


class NumberCard(QuizCard):
    """A question whose answer is typed."""

    DEFAULT_CSS = """
    NumberCard Input {
        height: 1;
        width: 24;
        border: none;
        padding: 0 1;
        margin: 1 0 1 3;
        background: $panel;
        &:focus {
            border: none;
        }
        &:ansi {
            text-style: underline;
        }
    }
    """

    problem: reactive[str] = reactive("", init=False)
    """What is wrong with the form of what was typed."""

    def compose(self) -> ComposeResult:
        """The question, a field, and what is said about the answer."""
        yield Lines()
        yield Input(placeholder="a number", max_length=64, compact=True)
        yield Lines(id="below")

    def offers(self) -> frozenset[str]:
        """Typing, until the right number."""
        return frozenset() if self.right else frozenset({"write"})

    def show(self) -> None:
        """Write everything anew."""
        super().show()
        if self.children:
            field = self.query_one(Input)
            field.display = not self.right
            field.can_focus = field.has_focus
            self.query_one("#below", Lines).paragraphs = self.below()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question."""
        return (Paragraph(inline(self.quiz.ask)),)

    def below(self) -> tuple[Paragraph, ...]:
        """Answers with their reasons, or what to press."""
        unit = f" {self.quiz.numeric.unit}" if self.quiz.numeric and self.quiz.numeric.unit else ""
        given = [
            paragraph
            for answer in self.answers[-3:]
            for paragraph in self.graded(answer, answer.answer + unit)
        ]
        if self.problem:
            given.append(Paragraph(inline(self.problem)))
        elif not self.answers:
            given.append(Paragraph(Content.styled("Enter to type a number.", "$muted")))
        return ((BLANK,) if self.right else ()) + tuple(given)

    def graded(self, answer: Answer, text: str) -> list[Paragraph]:
        """One answer and its reason."""
        sign, style = self.grade_sign(answer.right)
        lead = Content.assemble(" ", (sign, style), " ")
        return [
            Paragraph(Content.styled(text, "bold" if answer.right else ""), lead),
            Paragraph(inline(answer.why), Content("   ")),
        ]

    def write(self) -> None:
        """Into the field."""
        field = self.query_one(Input)
        field.can_focus = True
        field.focus()

    def take(self, answer: Answer) -> None:
        """Show what an answer is worth, and empty the field for the next."""
        self.problem = ""
        self.query_one(Input).value = ""
        super().take(answer)
        if answer.right:
            self.focus(scroll_visible=False)

    def refuse(self, reason: str) -> None:
        """Say why an answer was none; what was typed stays, to be mended."""
        self.problem = reason

    def watch_problem(self) -> None:
        """Show it."""
        self.show()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed; an empty field is no answer."""
        event.stop()
        if event.value.strip():
            self.post_message(self.Answered(self.block, event.value.strip()))

    @on(Input.Blurred)
    def left(self) -> None:
        """Tab goes from card to card, not into fields."""
        self.show()
