"""Explain it in your own words, then compare with a model answer."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import TextArea

from lessons.questions.written import write_places
from lessons.schema import Reflect
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Lines, Paragraph, inline

PAUSE = 0.5
"""Seconds without a key after which what was written is sent up."""


class ReflectCard(Card):
    """A text field; what is typed is sent up as it is typed."""

    DEFAULT_CSS = """
    ReflectCard TextArea {
        height: 5;
        border: none;
        padding: 0 1;
        margin: 1 1 1 0;
        background: $panel;
        &:focus {
            border: none;
        }
    }
    """
    KIND = "In your own words"

    compared: reactive[bool] = reactive(False, init=False)
    """Whether the model answer is shown."""

    found: reactive[frozenset[int]] = reactive(frozenset(), init=False)
    """Which points of the model answer, from 1, the learner finds in theirs."""

    class Compared(Message):
        """The learner found a point of the model answer in theirs, or not any more."""

        def __init__(self, block: str, places: str) -> None:
            super().__init__()
            self.block = block
            self.places = places

    class Written(Message):
        """The text changed."""

        def __init__(self, block: str, text: str) -> None:
            super().__init__()
            self.block = block
            self.text = text

    def __init__(self, reflect: Reflect, text: str, symbols: Symbols) -> None:
        super().__init__(reflect.id, symbols)
        self.reflect = reflect
        self.text = text
        """What was last sent up."""
        self.typed = text
        """What is in the field."""
        self.waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        """The question, the field, and the model answer."""
        yield Lines()
        field = TextArea(self.text, soft_wrap=True, show_line_numbers=False)
        field.can_focus = False
        yield field
        yield Lines(id="below")

    def offers(self) -> frozenset[str]:
        """Writing, and comparing once something is written."""
        offered = {"write"}
        if self.text.strip():
            offered.add("model_answer")
        if self.compared and self.reflect.points:
            offered.add("answer")
        return frozenset(offered)

    def asks(self) -> str:
        """What a digit says."""
        return "mine says it"

    def numbers(self) -> int:
        """One for each point of the model answer."""
        return len(self.reflect.points) if self.compared else 0

    def answer(self, digit: int) -> None:
        """Tick a point, or take the tick away."""
        if digit <= self.numbers():
            self.found = self.found ^ {digit}
            self.post_message(self.Compared(self.block, write_places(tuple(sorted(self.found)))))

    def show(self) -> None:
        """Write everything anew."""
        super().show()
        if self.children:
            self.query_one("#below", Lines).paragraphs = self.below()

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The question."""
        return (Paragraph(inline(self.reflect.ask)),)

    def below(self) -> tuple[Paragraph, ...]:
        """What to press, or the model answer."""
        if self.compared:
            title = Paragraph(Content.styled("A model answer", "bold $muted"))
            return (
                title,
                Paragraph(inline(self.reflect.model_answer)),
                BLANK,
                *self.points(),
            )
        if self.text.strip():
            model, write = key_of(self, "model_answer"), key_of(self, "write")
            words = f"Kept. {model} shows a model answer beside yours; {write} writes on."
        else:
            write = key_of(self, "write")
            words = f"{write} to write, esc when you are done. It is kept as you type."
        return (self.quiet(words),)

    def points(self) -> tuple[Paragraph, ...]:
        """What the model answer says, point by point; ticks for what the learner's says too."""
        points = self.reflect.points
        if not points:
            return (self.quiet("What does yours say that it does not, and the other way round?"),)
        said = f"Yours says {len(self.found)} of {len(points)}. " if self.found else ""
        question = f"{said}Which of these does yours say too? 1 to {len(points)}."
        return (
            self.quiet(question),
            *(self.point(number, point) for number, point in enumerate(points, 1)),
        )

    def point(self, number: int, point: str) -> Paragraph:
        """One point."""
        sign = self.symbols.done if number in self.found else " "
        return self.option(number, inline(point), Content.styled(sign, "bold $success"))

    def quiet(self, text: str) -> Paragraph:
        """A remark."""
        return Paragraph(Content.styled(text, "$muted"))

    def write(self) -> None:
        """Into the field, behind what is there."""
        field = self.query_one(TextArea)
        field.can_focus = True
        field.focus()
        field.move_cursor(field.document.end)

    def compare(self) -> None:
        """Show the model answer, once there is something to compare it with."""
        if self.text.strip():
            self.compared = True

    def watch_compared(self) -> None:
        """Show or hide it."""
        self.show()

    watch_found = watch_compared

    def send(self) -> None:
        """Send up what is written, if it is new."""
        if self.typed != self.text:
            self.text = self.typed
            self.post_message(self.Written(self.block, self.text))
            self.show()

    @on(TextArea.Changed)
    def wait_for_pause(self, event: TextArea.Changed) -> None:
        """Wait for a pause in the typing."""
        self.typed = event.text_area.text
        if self.waiting is not None:
            self.waiting.stop()
        self.waiting = self.set_timer(PAUSE, self.send)

    def on_descendant_blur(self) -> None:
        """Send at once when the learner leaves the field."""
        self.query_one(TextArea).can_focus = False
        self.send()
