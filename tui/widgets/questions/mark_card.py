"""A question whose answer is a step of the learner's own run, pointed at on its curve."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from lessons.questions.forms import METRIC_WORDS, Mark, Stretch
from lessons.questions.run_curves import RunCurve
from tui.commands import Command, bindings
from tui.figures import number
from tui.key_words import key_of
from tui.plots.small import Paper, dot_columns, draw_small, paper_for
from tui.widgets.lines import Paragraph
from tui.widgets.questions.question_card import Answer, QuestionCard
from tui.widgets.symbol_set import symbol_set

WIDEST, HEIGHT = 72, 7
STRIDES = 20
"""Long strides from one end of a run to the other."""


class MarkCard(QuestionCard):
    """A curve with a cursor on it."""

    KIND = "Question, point at a step"
    PLACE: ClassVar[str] = "a curve to be marked"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("step_later", ("right",), "step", "The next step.", label="←→"),
        Command("step_earlier", ("left",), "step back", "The step before.", footer=False),
        Command(
            "stride_later",
            ("shift+right", "L"),
            "stride",
            "A twentieth of the run further.",
            label="shift+←→",
        ),
        Command(
            "stride_earlier",
            ("shift+left", "H"),
            "stride back",
            "A twentieth of the run back.",
            footer=False,
        ),
    )
    BINDINGS = bindings(ACTIONS)

    curve: reactive[RunCurve | None] = reactive(None, init=False)
    """The run's curve; None before the run is made."""
    truth: reactive[Stretch | None] = reactive(None, init=False)
    """The right steps; None until they are worked out."""
    step: reactive[int] = reactive(0, init=False)
    """Where the cursor is; 0 before there is a run."""

    waiting = False
    """Whether an answer waits for the right steps."""

    class Unsettled(Message):
        """There is a curve now, and the right steps are not known yet."""

        def __init__(self, block: str) -> None:
            super().__init__()
            self.block = block

    @property
    def form(self) -> Mark:
        """What is asked for."""
        assert isinstance(self.quiz.form, Mark)
        return self.quiz.form

    @property
    def open(self) -> bool:
        """Whether there is something to point at."""
        return super().open and self.curve is not None

    def on_mount(self) -> None:
        """Have the right steps worked out."""
        super().on_mount()
        self.have_settled()

    def have_settled(self) -> None:
        """Ask for the right steps, where they are not known."""
        if self.curve is not None and self.truth is None:
            self.post_message(self.Unsettled(self.block))

    def watch_curve(self) -> None:
        """The cursor begins at the first step."""
        if self.curve is not None:
            self.step = self.step or self.curve.first
            if self.is_mounted:
                self.have_settled()
        self.show()

    def take_up(self, answer: Answer) -> None:
        """Point where the learner pointed in another sitting."""
        if self.curve is not None and answer.answer.isdigit():
            self.step = min(max(int(answer.answer), self.curve.first), self.curve.last)
        super().take_up(answer)

    def watch_step(self) -> None:
        """Show it."""
        self.show()

    def offered(self) -> frozenset[str]:
        """Handing in, and the run before it is made."""
        return frozenset({"write"})

    def writes(self) -> str:
        """What the key of a field does here."""
        return "this step"

    def write(self) -> None:
        """Hand in the step under the cursor."""
        if not self.open:
            return
        self.waiting = self.truth is None
        if self.waiting:
            self.refuse("Your run is still being looked at; your answer waits for that.")
        else:
            self.hand_in(str(self.step))

    def watch_truth(self) -> None:
        """Hand in what has waited for it."""
        if self.truth is not None and self.waiting:
            self.waiting = False
            self.hand_in(str(self.step))

    def give_up(self, reason: str) -> None:
        """Nobody can say which steps are right."""
        self.waiting = False
        self.refuse(reason)

    def move(self, steps: int) -> None:
        """Move the cursor, as far as the run goes."""
        if self.brought_into_view():
            return
        assert self.curve is not None
        self.step = min(max(self.step + steps, self.curve.first), self.curve.last)

    @property
    def stride(self) -> int:
        """Steps of a long stride."""
        return max(1, len(self.curve.values) // STRIDES) if self.curve else 1

    def action_step_later(self) -> None:
        """The next step."""
        self.move(1)

    def action_step_earlier(self) -> None:
        """The step before."""
        self.move(-1)

    def action_stride_later(self) -> None:
        """Far ahead."""
        self.move(self.stride)

    def action_stride_earlier(self) -> None:
        """Far back."""
        self.move(-self.stride)

    def body(self) -> tuple[Paragraph, ...]:
        """The curve, the cursor below it, and what is under the cursor."""
        if self.curve is None:
            text = "Here stands the curve of a run of yours, once that run is made. "
            text += f"{key_of(self, 'run')} makes it."
            return (Paragraph(Content.styled(text, "$muted")),)
        symbols = symbol_set(self)
        width = min(WIDEST, max(20, self.content_size.width - 2))
        paper = paper_for(self.curve.values, log=self.form.log)
        columns = self.curve.columns(dot_columns(width, symbols))
        lines = draw_small(columns, paper, HEIGHT, symbols)
        return (
            Paragraph(Content.styled(self.axes(paper), "$muted")),
            *(Paragraph(Content(line)) for line in lines),
            Paragraph(self.cursor(width)),
            Paragraph(self.under_cursor()),
        )

    def axes(self, paper: Paper) -> str:
        """What is drawn, and how high the paper is."""
        scale = ", logarithmic" if self.form.log else ""
        name = METRIC_WORDS[self.form.metric]
        return f"{name}{scale}, from {paper.low:.2g} to {paper.high:.2g}"

    def cursor(self, width: int) -> Content:
        """A pointer below the curve."""
        assert self.curve is not None
        share = (self.step - self.curve.first) / max(1, len(self.curve.values))
        place = min(int(share * width), width - 1)
        left = Content.styled(self.symbols.rule * place, "$rule")
        right = Content.styled(self.symbols.rule * (width - place - 1), "$rule")
        return left + Content.styled("^", "bold $accent") + right

    def under_cursor(self) -> Content:
        """Step and value."""
        assert self.curve is not None
        value = number(self.curve.at(self.step))
        last = self.curve.last
        return Content.assemble(
            ("step ", "$muted"),
            (f"{self.step}", "bold $accent"),
            (f" of {last}   {METRIC_WORDS[self.form.metric]} ", "$muted"),
            value,
        )

    def how_to(self) -> str:
        """What to press."""
        if self.curve is None:
            return ""
        steps, far = key_of(self, "step_later"), key_of(self, "stride_later")
        return f"{steps} move by a step, {far} by {self.stride}; {key_of(self, 'write')} answers."

    def on_resize(self) -> None:
        """There is more room, or less."""
        self.show()
