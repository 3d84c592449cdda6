"""What the cards of all questions have in common: an answer, how sure, and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.actions import SkipAction
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from lessons.errors import BadValue
from lessons.questions.grading import answerable
from lessons.questions.shuffling import presented
from lessons.schema import Quiz
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.confidence import CONFIDENCE, confidence_question
from tui.widgets.lines import BLANK, Paragraph, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer and what it is worth."""

    answer: str
    """As it is kept: numbers are the author's."""
    right: bool
    why: str
    sure: int | None = None
    """1 (a guess) to 4 (certain); None where it was not asked."""
    more: str = ""
    """About a misconception that has shown more than once by now; empty where none has."""


class QuestionCard(Card):
    """Collects an answer, asks how sure the learner is, and shows what it is worth.

    Wrong answers can be tried again. Subclasses say how an answer is put together.
    """

    KIND = "Question"

    once = False
    """Whether there is one answer only, right or wrong: so a review asks."""

    answers: reactive[tuple[Answer, ...]] = reactive((), init=False)
    """What has been answered, the latest last."""
    pending: reactive[str] = reactive("", init=False)
    """The answer, while it is still asked how sure the learner is."""
    problem: reactive[str] = reactive("", init=False)
    """Why the latest answer was none."""

    class Answered(Message):
        """The learner answered."""

        def __init__(self, block: str, answer: str, confidence: int | None = None) -> None:
            super().__init__()
            self.block = block
            self.answer = answer
            self.confidence = confidence

    class Chosen(Message):
        """The card looks different now; digits may mean something else."""

    def __init__(
        self, quiz: Quiz, symbols: Symbols, *, tries: int = 0, ask_sure: bool = True
    ) -> None:
        super().__init__(quiz.id, symbols)
        self.quiz = quiz
        self.ask_sure = ask_sure
        """Whether the first answer is followed by the question how sure the learner is."""
        self.order = presented(quiz, tries)
        """The author's numbers in the order in which they are shown."""

    @property
    def right(self) -> bool:
        """Whether the right answer was given."""
        return any(answer.right for answer in self.answers)

    @property
    def settled(self) -> bool:
        """Whether there is nothing more to answer."""
        return self.right or (self.once and bool(self.answers))

    @property
    def open(self) -> bool:
        """Whether an answer can be put together now."""
        return not self.settled and not self.pending

    def offered(self) -> frozenset[str]:
        """Commands by which an answer is put together."""
        return frozenset({"answer"})

    def asked_for(self) -> str:
        """What a digit says while an answer is put together."""
        return "answer"

    def digits(self) -> int:
        """How many digits mean something while an answer is put together."""
        return 0

    def choose(self, digit: int) -> None:
        """Take a digit while an answer is put together."""

    def offers(self) -> frozenset[str]:
        """Nothing any more after the right answer."""
        if self.pending:
            return frozenset({"answer"})
        return self.offered() if self.open else frozenset()

    def asks(self) -> str:
        """What a digit says now."""
        return "how sure" if self.pending else self.asked_for()

    def numbers(self) -> int:
        """How many digits mean something now."""
        return len(CONFIDENCE) if self.pending else self.digits()

    def answer(self, digit: int) -> None:
        """A part of the answer, or how sure the learner is of it."""
        if digit > self.numbers() or self.settled:
            return
        if self.pending:
            given, self.pending = self.pending, ""
            self.post_message(self.Answered(self.block, given, digit))
        else:
            self.choose(digit)

    def hand_in(self, answer: str) -> None:
        """Answer, and be asked how sure; what is no answer is refused at once."""
        try:
            answerable(self.quiz, answer)
        except BadValue as error:
            self.refuse(f"{error.reason} {error.next_step}")
            return
        self.problem = ""
        if self.ask_sure and not self.answers:
            self.pending = answer
            self.post_message(self.Chosen())
        else:
            self.post_message(self.Answered(self.block, answer))

    def step_back(self) -> bool:
        """Take back an answer of which the learner is not sure yet; False where there is none."""
        if not self.pending:
            return False
        self.pending = ""
        return True

    def take(self, answer: Answer) -> None:
        """Show what an answer is worth."""
        self.problem = ""
        self.answers = (*self.answers, answer)

    def take_up(self, answer: Answer) -> None:
        """Begin with an answer that was given before, in another sitting."""
        self.answers = (answer,)

    def refuse(self, reason: str) -> None:
        """Say why an answer was none."""
        self.problem = reason
        self.post_message(self.Chosen())

    def take_keys(self) -> None:
        """Raises SkipAction where arrows belong to the page: out of sight, or nothing to do."""
        if not self.open or not self.in_view:
            raise SkipAction

    def brought_into_view(self) -> bool:
        """For keys that mean nothing to the page: whether the card had to be brought to sight.

        Raises SkipAction where there is nothing to do.
        """
        if not self.open:
            raise SkipAction
        hidden = not self.in_view
        if hidden:
            self.scroll_visible(animate=False)
        return hidden

    @property
    def takes_arrows(self) -> bool:
        """Whether the card's own keys mean something now."""
        return self.open

    def watch_answers(self) -> None:
        """Show what they are worth."""
        self.show()

    watch_pending = watch_problem = watch_answers

    def body(self) -> tuple[Paragraph, ...]:
        """What is between the question and what is said about the answers."""
        return ()

    def how_to(self) -> str:
        """How to answer, in a sentence."""
        return ""

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question, what can be chosen, what came of it, what to do."""
        return (Paragraph(inline(self.quiz.ask)), BLANK, *self.body(), *self.remarks())

    def remarks(self) -> tuple[Paragraph, ...]:
        """What is said below: how sure, what was wrong, how to answer."""
        if self.pending:
            return (BLANK, *confidence_question(key_of(self, "back")))
        said = [*self.problem_said(), *self.outcome(), *self.more()]
        if not self.settled and (how := self.how_to()):
            said.append(Paragraph(Content.styled(how, "$muted")))
        return (BLANK, *said) if said else ()

    def problem_said(self) -> list[Paragraph]:
        """Why the latest answer was none."""
        return [Paragraph(inline(self.problem))] if self.problem else []

    def outcome(self) -> list[Paragraph]:
        """What the latest answer is worth."""
        if not self.answers:
            return []
        latest = self.answers[-1]
        sign, style = self.grade_sign(latest.right)
        return [Paragraph(inline(latest.why), Content.assemble(" ", (sign, style), " "))]

    def more(self) -> list[Paragraph]:
        """About a misconception that has shown more than once by now."""
        told = next((one.more for one in reversed(self.answers) if one.more), "")
        if not told:
            return []
        lead = Content.styled(f" {self.symbols.pointer} ", "bold $accent")
        return [BLANK, Paragraph(inline(told), lead), BLANK]

    def grade_sign(self, right: bool) -> tuple[str, str]:
        """Sign and style of right and wrong."""
        if right:
            return self.symbols.done, "bold $success"
        return self.symbols.wrong, "bold $error"
