"""Where do I start? Predictions and questions, one at a time, and at the end a place."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.message import Message

from lessons.errors import BadValue, TutorError
from lessons.placement.items import Asked
from lessons.placement.placement import Placement
from lessons.placement.runs import Found, PlacementRuns
from lessons.schema import Predict
from tui.commands import Command, bindings
from tui.messages import LessonChosen
from tui.placing import (
    NOTHING,
    KeyNames,
    answers,
    end_page,
    is_right,
    meanwhile,
    question_page,
    takes_number,
    trouble,
    waiting_page,
)
from tui.placing_found import Foretold, found_page
from tui.screens.scrolling import MOVES, ScrollingScreen
from tui.symbols import Symbols
from tui.widgets.ask_row import AskRow
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import BLANK, Lines, Paragraph
from tui.widgets.symbol_set import symbol_set
from tui.widgets.top_line import TopLine

BY_ANSWERS = "placement"
"""What it rests on that a lesson is known."""
SUREST = 4


class PlacementScreen(ScrollingScreen):
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
        Command("hurry", ("enter",), "don't wait", "Find the place without runs.", palette=False),
        Command("unknown", ("d",), "don't know", "On with the next question.", palette=False),
        Command("again", ("backspace",), "choose again", "Choose another answer.", palette=False),
        *MOVES,
        Command("back", ("escape", "q"), "leave", "Leave everything as it is.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    page = query_one(Lines)
    field = query_one(AskRow)

    class Settled(Message):
        """The runs of a prediction have been made, or could not be."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    def __init__(self) -> None:
        super().__init__()
        self.runs = PlacementRuns(self.tutor.engine, self.tutor.settings.device)
        self.foretold: tuple[Foretold, ...] = ()
        self.hurried = False
        """Whether the learner does not want to wait for runs."""
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
        # Whether there is more to read is known only once the page is laid out.
        self.watch(self.scroller, "virtual_size", self.show_keys, init=False)
        self.ask(self.placement)

    def on_unmount(self) -> None:
        """Nobody wants to know any more."""
        self.runs.give_up()

    def ask(self, placement: Placement) -> None:
        """Go on to the next question, or to the end."""
        self.placement, self.chosen, self.said = placement, "", ""
        self.asked = None if self.hurried else placement.question()
        self.show()
        self.scroller.scroll_home(animate=False)

    @property
    def waits(self) -> bool:
        """Whether runs have to be waited for before the place is found."""
        placement = self.placement
        return self.asked is None and not self.hurried and bool(placement and placement.waits)

    def show(self) -> None:
        """The page as it stands."""
        if self.placement is not None:
            self.page.paragraphs = self.written(self.placement)
            self.refresh_bindings()
            self.call_after_refresh(self.show_keys)  # what there is room for is known then

    def written(self, placement: Placement) -> tuple[Paragraph, ...]:
        """All that stands on the page."""
        keys, signs = self.key_names(), self.tutor.symbols
        if self.asked is not None:
            page = question_page(placement, self.asked, self.chosen, self.said, keys, signs)
        elif self.waits:
            return waiting_page(placement, keys)
        elif placement.given:
            page = end_page(placement, placement.outcome(), keys, signs)
            found = found_page(self.foretold, signs, symbol_set(self))
            return (*page, BLANK, *found) if found else page
        else:
            return NOTHING
        remarks = [meanwhile(placement)] if placement.foretelling else [self.trouble()]
        quiet = [Paragraph(Content.styled(text, "$muted")) for text in remarks if text]
        return (*page, BLANK, *quiet) if quiet else page

    def trouble(self) -> str:
        """Why there are no further predictions."""
        problems = (one.found.problem for one in self.foretold if one.found is not None)
        return next((trouble(problem) for problem in problems if problem is not None), "")

    def on_resize(self) -> None:
        """There may be more to read than there is room for now."""
        self.call_after_refresh(self.show_keys)

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.show()

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
        numeric = self.asked is not None and takes_number(self.asked)
        over = not asking and not self.waits and bool(self.placement and self.placement.given)
        offered = {
            "answer": asking and (bool(self.chosen) or not numeric),
            "write": numeric and not self.chosen,
            "take_place": over,
            "hurry": self.waits,
            "unknown": asking and not self.chosen,
            "again": bool(self.chosen),
            "page_down": self.is_mounted and self.scroller.max_scroll_y > 0,
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
        shown = answers(self.asked)
        if digit <= len(shown):
            self.chosen = shown[digit - 1].key
            self.show()

    def go_on(self, confidence: int | None) -> None:
        """Take the answer, and ask the next question."""
        asked, placement, chosen = self.asked, self.placement, self.chosen
        if asked is None or placement is None:
            return
        right = False if confidence is None else is_right(asked, chosen)
        if isinstance(asked.question, Predict) and confidence is not None:
            made = Foretold(asked=asked, chosen=chosen, confidence=confidence)
            self.foretold = (*self.foretold, made)
            if self.runs.ask(self.tutor.catalog.lesson(asked.lesson), asked.question):
                self.make_runs()
        self.ask(placement.after(asked, right=right, confidence=confidence))

    @work(thread=True, group="runs")
    def make_runs(self) -> None:
        """Let the runs of predictions be made, while the learner goes on."""
        self.runs.work(lambda found: self.post_message(self.Settled(found)))

    @on(Settled)
    def settle(self, message: Settled) -> None:
        """Take note of what runs said; a question that is being answered stays."""
        found, placement = message.found, self.placement
        if placement is None:
            return
        self.foretold = tuple(
            replace(one, found=found) if one.asked == found.asked else one for one in self.foretold
        )
        right = next(one.right for one in self.foretold if one.asked == found.asked)
        if right is None:
            placement = placement.unsettled(found.asked)
        else:
            placement = placement.settled(found.asked, right=right)
        futile = right is None and self.asked and isinstance(self.asked.question, Predict)
        self.placement = placement
        if futile or (self.asked is None and not self.hurried):
            self.ask(placement)
        else:
            self.show()

    def action_hurry(self) -> None:
        """Find the place without the runs that are still being made."""
        self.hurried = True
        self.show()

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
            is_right(self.asked, message.text)
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
