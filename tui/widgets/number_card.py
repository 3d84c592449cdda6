"""A question whose answer is typed: a number, and the reason that comes with it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from tui.key_words import key_of
from tui.widgets.lines import BLANK, Lines, Paragraph, inline
from tui.widgets.quiz_card import Answer, QuizCard


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
            given.append(
                Paragraph(Content.styled(f"{key_of(self, 'write')} to type a number.", "$muted"))
            )
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
