"""Where do I start? A few questions, one at a time, and at the end a place in the curriculum."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons.errors import BadValue, TutorError
from lessons.placement import Asked, Placement
from lessons.questions.forms import Choices, Number
from lessons.questions.grading import grade
from tui.commands import Command, bindings
from tui.messages import LessonChosen
from tui.placing import NOTHING, KeyNames, end_page, options, question_page
from tui.screens.base import TutorScreen
from tui.widgets.ask_row import AskRow
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import Lines
from tui.widgets.top_line import TopLine

BY_ANSWERS = "placement"
"""What it rests on that a lesson is known."""
SUREST = 4


class PlacementScreen(TutorScreen):
    """Asks, and says nothing about the answers: the lessons ask again, and explain."""

    CSS_PATH = "placement.tcss"
    PLACE = "Where do I start?"
    EVERYWHERE = ("help",)
    AUTO_FOCUS = ""
    ACTIONS = (
        Command(
            "answer",
            tuple("123456789"),
            "answer",
            "Choose an answer, or say how sure you are.",
            label="1-9",
            takes_key=True,
        ),
        Command(
            "write", ("enter",), "write", "Type the answer; Esc leaves the field.", palette=False
        ),
        Command("take_place", ("enter",), "take it", "Start where the answers say.", palette=False),
        Command("unknown", ("d",), "don't know", "On with the next question.", palette=False),
        Command("again", ("backspace",), "choose again", "Choose another answer.", palette=False),
        Command("back", ("escape", "q"), "leave", "Leave everything as it is.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    page = query_one(Lines)
    field = query_one(AskRow)

    def __init__(self) -> None:
        super().__init__()
        self.placement: Placement | None = None
        self.asked: Asked | None = None
        self.chosen = ""
        """The answer whose confidence is asked for, as it is graded."""
        self.said = ""
        """Why what was typed is no answer."""

    def compose(self) -> ComposeResult:
        """Page, field, keys."""
        yield TopLine()
        with VerticalScroll(id="page", can_focus=False):
            yield Lines()
        yield AskRow()
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Ask the first question."""
        records = {one.lesson: one for one in self.tutor.progress.all()}
        self.placement = Placement.begin(self.tutor.catalog, records)
        self.top.left = Content.styled("Where do I start?", "bold")
        self.top.right = "nothing of this is kept until you say so"
        self.ask(self.placement)

    def ask(self, placement: Placement) -> None:
        """Go on to the next question, or to the end."""
        self.placement, self.chosen, self.said = placement, "", ""
        self.asked = placement.question()
        self.show()
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def show(self) -> None:
        """The page as it stands."""
        placement = self.placement
        if placement is None:
            return
        keys, signs = self.key_names(), self.tutor.symbols
        if self.asked is not None:
            self.page.paragraphs = question_page(
                placement, self.asked, self.chosen, self.said, keys, signs
            )
        elif placement.given:
            self.page.paragraphs = end_page(placement, placement.outcome(), keys, signs)
        else:
            self.page.paragraphs = NOTHING
        self.refresh_bindings()
        self.show_keys()

    def key_names(self) -> KeyNames:
        """The keys that the pages name."""
        return KeyNames(
            unknown=self.key_of("unknown"),
            again=self.key_of("again"),
            write=self.key_of("write"),
            take=self.key_of("take_place"),
            leave=self.key_of("back"),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what means something now."""
        asking = self.asked is not None
        numeric = self.asked is not None and isinstance(self.asked.question.form, Number)
        offered = {
            "answer": asking and (bool(self.chosen) or not numeric),
            "write": numeric and not self.chosen,
            "take_place": not asking and bool(self.placement and self.placement.given),
            "unknown": asking and not self.chosen,
            "again": bool(self.chosen),
        }
        return offered.get(action, True) and super().check_action(action, parameters)

    def action_answer(self, key: str) -> None:
        """Choose, or say how sure."""
        digit = int(key)
        if self.asked is None or self.placement is None:
            return
        if self.chosen:
            if digit <= SUREST:
                self.go_on(confidence=digit)
            return
        shown = options(self.asked)
        if isinstance(self.asked.question.form, Choices) and digit <= len(shown):
            self.chosen = str(shown[digit - 1])
            self.show()

    def go_on(self, confidence: int | None) -> None:
        """Judge the answer, and ask the next question."""
        if self.asked is None or self.placement is None:
            return
        right = confidence is not None and grade(self.asked.question, self.chosen).right
        self.ask(self.placement.after(self.asked, right=right, confidence=confidence))

    def action_unknown(self) -> None:
        """The learner does not know."""
        self.go_on(confidence=None)

    def action_again(self) -> None:
        """Choose another answer."""
        self.chosen = ""
        self.show()

    def action_write(self) -> None:
        """Type a number."""
        self.field.ask("number", "Your answer:", "")

    @on(AskRow.Answered)
    def typed(self, message: AskRow.Answered) -> None:
        """A number was typed."""
        if self.asked is None or not message.text.strip():
            return
        try:
            grade(self.asked.question, message.text)
        except BadValue as error:
            self.said = f"{error.reason} {error.next_step}"
        else:
            self.chosen, self.said = message.text.strip(), ""
        self.show()

    def action_take_place(self) -> None:
        """Keep what is known, and open the first lesson that is not."""
        if self.placement is None:
            return
        placed = self.placement.outcome()
        if placed.known:
            try:
                self.tutor.progress.record_known(placed.known, BY_ANSWERS)
            except TutorError as error:
                self.say(error.problem)
        if placed.start is None:
            self.app.pop_screen()
        else:
            self.post_message(LessonChosen(placed.start))

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.app.pop_screen()
