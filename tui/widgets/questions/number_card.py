"""A question whose answer is typed: a number, and the reason that comes with it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from lessons.questions.forms import Number
from tui.key_words import key_of
from tui.widgets.confidence import confidence_question
from tui.widgets.lines import BLANK, Lines, Paragraph, inline
from tui.widgets.questions.question_card import Answer, QuestionCard


class NumberCard(QuestionCard):
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

    def compose(self) -> ComposeResult:
        """The question, a field, and what is said about the answer."""
        yield Lines()
        yield Input(placeholder="a number", max_length=64, compact=True)
        yield Lines(id="below")

    @property
    def unit(self) -> str:
        """What stands behind an answer."""
        assert isinstance(self.quiz.form, Number)
        return f" {self.quiz.form.unit}" if self.quiz.form.unit else ""

    def offered(self) -> frozenset[str]:
        """Typing."""
        return frozenset({"write"})

    def show(self) -> None:
        """Write everything anew."""
        super().show()
        if self.children:
            field = self.query_one(Input)
            field.display = self.open
            field.can_focus = field.has_focus
            self.query_one("#below", Lines).paragraphs = self.below()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question."""
        return (Paragraph(inline(self.quiz.ask)),)

    def below(self) -> tuple[Paragraph, ...]:
        """Answers with their reasons, or what to press."""
        if self.pending:
            said = Paragraph(Content.assemble("You say ", (self.pending, "bold"), "."))
            return (BLANK, said, *confidence_question(key_of(self, "back")))
        given = [
            paragraph
            for answer in self.answers[-3:]
            for paragraph in self.graded(answer, answer.answer + self.suffix(answer.answer))
        ]
        given += self.problem_said()
        if not self.answers and not self.problem:
            given.append(
                Paragraph(Content.styled(f"{key_of(self, 'write')} to type a number.", "$muted"))
            )
        return (*((BLANK,) if self.settled else ()), *given, *self.more())

    def suffix(self, typed: str) -> str:
        """The unit, where none was typed."""
        return self.unit if typed[-1:].isdigit() else ""

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
        self.query_one(Input).value = ""
        super().take(answer)
        if self.settled:
            self.focus(scroll_visible=False)
        else:
            self.write()

    def step_back(self) -> bool:
        """Back into the field, where what was typed still stands."""
        taken = super().step_back()
        if taken:
            self.write()
        return taken

    def watch_pending(self) -> None:
        """Digits say how sure now, and are not typed."""
        if self.pending:
            self.focus(scroll_visible=False)
        self.show()

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed; an empty field is no answer."""
        event.stop()
        if event.value.strip():
            self.hand_in(event.value.strip())

    @on(Input.Blurred)
    def left(self) -> None:
        """Tab goes from card to card, not into fields."""
        self.show()
