"""A review: what is due is asked, one question at a time, for about three minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons.progress.store import ProgressError
from lessons.questions.grading import grade
from lessons.review.agenda import Agenda
from lessons.review.clock import Clock
from lessons.review.desk import REAL, Desk
from lessons.review.misconceptions import more_about
from lessons.review.sitting import MINUTES, Sitting, Turn
from lessons.review.standing import Standing
from tui.commands import Command, HasKeys, bindings
from tui.messages import LessonChosen
from tui.plots.theme_look import look_of
from tui.review.pictures import picture_spec
from tui.review.words import time_left
from tui.screens.review.commands import ACTIONS
from tui.screens.review.told import Said, after, ended, waiting
from tui.screens.scrolling import ScrollingScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_chart import LineChart
from tui.widgets.lines import Lines, Paragraph
from tui.widgets.questions import QUESTION_PANES, Answer, QuestionCard, question_card
from tui.widgets.row_list import RowList
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.symbols import Symbols

BESIDE = 18
"""Rows that a question about curves needs beside them."""
LOWEST, HIGHEST = 6, 16
"""Rows of the curves."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A turn that can be taken back, with how its item stood before."""

    turn: Turn
    before: Standing


class ReviewScreen(ScrollingScreen):
    """Asks, keeps what is answered, and says what comes of it."""

    CSS_PATH = "review.tcss"
    PLACE = "Review"
    TITLED = "Review"
    """What stands at the top left."""
    ACTIONS = ACTIONS
    PANES: ClassVar[tuple[type[HasKeys], ...]] = QUESTION_PANES
    AUTO_FOCUS = ""
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    lead = query_one("#lead", Lines)
    said = query_one("#said", Lines)
    again = query_one("#again", RowList)
    picture = query_one("#picture", LineChart)

    def __init__(
        self,
        *,
        clock: Clock = REAL,
        seconds: Callable[[], float] = time.monotonic,
        minutes: float = MINUTES,
    ) -> None:
        """`seconds` tells how much time an answer takes."""
        super().__init__()
        self.clock = clock
        self.seconds = seconds
        self.minutes = minutes
        self.agenda = Agenda()
        self.sitting: Sitting | None = None
        """None until it is known what is due, and where nothing is."""
        self.asked: Turn | None = None
        """What is on the screen; stays there after the answer until the learner goes on."""
        self.answered = False
        self.began = 0.0
        self.undoable: list[Undoable] = []
        self.below: Callable[[], Said] = waiting
        """What stands below the question now."""

    def compose(self) -> ComposeResult:
        """A quiet column."""
        yield TopLine()
        with VerticalScroll(id="review", can_focus=False):
            yield Lines(id="lead")
            yield LineChart(id="picture")
            yield Lines(id="said")
            yield RowList(self.tutor.symbols, id="again")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Find out what is due."""
        self.desk = Desk(
            self.tutor.progress, self.tutor.catalog, self.tutor.engine.runs, self.clock
        )
        self.picture.can_focus = False
        self.top.left = Content.styled(self.TITLED, "bold")
        self.write_below(waiting)
        self.show_keys()
        self.look_up()

    @work(thread=True, exclusive=True, group="review")
    def look_up(self) -> None:
        """Read what is due; loads the scheduler on the way, which the first answer needs."""
        import fsrs  # noqa: F401

        try:
            found = self.desk.agenda()
        except ProgressError as error:
            self.app.call_from_thread(self.tutor.announce, error.problem)
            found = Agenda()
        self.app.call_from_thread(self.begin, found)

    def begin(self, found: Agenda) -> None:
        """Begin a sitting, or say that nothing is due."""
        if self.gone:
            return
        before = self.sitting.results[-1:] if self.sitting else ()
        last = before[0].turn.item if before else None
        self.agenda = found
        self.sitting = self.desk.sitting(found, self.minutes, last) if found.due else None
        self.undoable.clear()
        self.ask()

    def ask(self) -> None:
        """Show what is next; at the end, how it went."""
        self.asked = self.sitting.turn if self.sitting else None
        self.answered = False
        self.began = self.seconds()
        for card in self.query(QuestionCard):
            card.remove()
        self.top.right = self.how_far(self.sitting) if self.asked and self.sitting else ""
        if self.asked is None:
            self.draw()
            self.finish()
        else:
            self.show_turn(self.asked)
        self.scroller.scroll_home(animate=False)
        self.show_keys()

    def how_far(self, sitting: Sitting) -> str:
        """What stands at the top right while something is asked."""
        return time_left(sitting)

    def show_turn(self, turn: Turn) -> None:
        """The question, with the curves it is about."""
        item = turn.item
        once_more = f" {self.tutor.symbols.dot} once more" if turn.again else ""
        self.lead.paragraphs = (Paragraph(Content(item.lead + once_more)),)
        self.draw()
        self.write_below(Said)
        card = question_card(
            item.question,
            self.tutor.symbols,
            tries=self.desk.standing(item).times,
            ask_sure=self.tutor.settings.confidence == "ask" and not turn.again,
        )
        card.once = True
        self.scroller.mount(card, before=self.said)
        card.focus(scroll_visible=False)

    def draw(self) -> None:
        """The curves of the item on the screen."""
        picture = self.asked.item.picture if self.asked else None
        self.picture.display = picture is not None
        if picture is not None:
            self.picture.styles.height = min(max(self.size.height - BESIDE, LOWEST), HIGHEST)
            self.picture.forget_limits()
            look = look_of(self.app, self.tutor.settings.symbols)
            self.picture.show(picture_spec(picture, look))

    def on_resize(self) -> None:
        """There is more room for the curves, or less."""
        self.draw()

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.write_below(self.below)
        self.draw()

    def write_below(self, told: Callable[[], Said]) -> None:
        """Write below the question, and list what is worth another look."""
        self.below, said = told, told()
        self.said.paragraphs = said.paragraphs
        self.again.rows = said.rows
        self.again.display = bool(said.rows)

    def finish(self) -> None:
        """How it went, or why there was nothing to ask."""
        self.lead.paragraphs = ()
        self.write_below(lambda: ended(self))
        if self.again.rows:
            self.again.focus()

    @property
    def card(self) -> QuestionCard | None:
        """The question on the screen."""
        return next(iter(self.query(QuestionCard)), None)

    @on(QuestionCard.Chosen)
    def half_answered(self) -> None:
        """Digits mean something else now."""
        self.show_keys()
        if self.card is not None:
            self.call_after_refresh(self.card.scroll_visible, animate=False)

    @on(QuestionCard.Answered)
    def take_answer(self, message: QuestionCard.Answered) -> None:
        """Grade it, keep it, and show what comes of it."""
        turn, card = self.asked, self.card
        if turn is None or card is None or self.answered or self.sitting is None:
            return
        graded = grade(turn.item.question, message.answer)
        before = self.desk.standing(turn.item)
        self.keep(
            lambda: self.desk.answered(
                turn, message.answer, right=graded.right, confidence=message.confidence
            )
        )
        self.sitting.answer(graded.right, self.seconds() - self.began)
        self.undoable.append(Undoable(turn, before))
        self.answered = True
        card.take(
            Answer(
                answer=message.answer,
                right=graded.right,
                why=graded.why,
                sure=message.confidence,
                more="" if graded.right else more_about(turn.item),
            )
        )
        self.write_below(lambda: after(self, turn, message.answer, right=graded.right))
        self.show_keys()
        self.call_after_refresh(self.scroller.scroll_end, animate=False)

    def keep(self, write: Callable[[], None]) -> None:
        """Keep something; the store holds in memory what the disk refuses."""
        try:
            write()
        except ProgressError as error:
            self.tutor.announce(error.problem)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done depends on what is on the screen."""
        card, over = self.card, self.asked is None
        asking = not over and not self.answered
        possible = {
            "answer": asking and card is not None and "answer" in card.offers(),
            "write": asking and card is not None and "write" in card.offers(),
            "next_item": self.answered,
            "put_off": asking,
            "to_lesson": not over,
            "look_again": over and bool(self.again.rows),
            "another": over and self.left_over > 0,
            "undo": bool(self.undoable),
        }
        return possible[action] if action in possible else super().check_action(action, parameters)

    @property
    def left_over(self) -> int:
        """Due items that were not asked in this sitting."""
        if self.sitting is None:
            return 0
        asked = {result.turn.item.key for result in self.sitting.results}
        return sum(item.key not in asked for item in self.agenda.due)

    def footer_commands(self) -> tuple[Command, ...]:
        """As ever, with the digits that mean something now; in a field only the way out."""
        card = self.card
        if card is None or self.answered:
            return super().footer_commands()
        if self.focused is not card:
            return tuple(command for command in self.ACTIONS if command.id == "back")
        return card.renamed(super().footer_commands())

    def action_answer(self, key: str) -> None:
        """A digit for the card."""
        if self.card is not None:
            self.card.answer(int(key))

    def action_write(self) -> None:
        """Into the field of the card, or hand in what was put together."""
        if self.card is not None:
            self.card.write()

    def action_next_item(self) -> None:
        """Go on."""
        self.ask()

    def action_put_off(self) -> None:
        """Not today."""
        turn = self.asked
        if turn is None or self.sitting is None:
            return
        self.undoable.append(Undoable(turn, self.desk.standing(turn.item)))
        self.keep(lambda: self.desk.put_off(turn.item))
        self.sitting.put_off(self.seconds() - self.began)
        self.notify(f"Put off until tomorrow. {self.key_of('undo')} takes it back.", markup=False)
        self.ask()

    def action_undo(self) -> None:
        """Take the last turn back, and ask it anew."""
        if not self.undoable or self.sitting is None:
            return
        last = self.undoable.pop()
        self.sitting.undo()
        self.keep(lambda: self.desk.take_back(last.turn.item, last.before))
        self.ask()

    def action_to_lesson(self) -> None:
        """To the lesson of the question."""
        if self.asked is not None:
            self.post_message(LessonChosen(self.asked.item.source))

    def action_look_again(self) -> None:
        """To the marked lesson."""
        self.again.choose()

    @on(RowList.Chosen, "#again")
    def lesson_chosen(self, message: RowList.Chosen) -> None:
        """Open it."""
        self.post_message(LessonChosen(message.key))

    def action_another(self) -> None:
        """Another sitting over what is still due."""
        self.look_up()

    def action_down(self) -> None:
        """One row of the list, or one line, down."""
        self.again.move(1) if self.again.rows else self.move(1)

    def action_up(self) -> None:
        """One row of the list, or one line, up."""
        self.again.move(-1) if self.again.rows else self.move(-1)

    def action_back(self) -> None:
        """Out of a field, back to the answer, or home."""
        card = self.card
        if card is not None and not self.answered:
            if card.step_back():
                self.show_keys()
                return
            if self.focused is not card:
                card.focus(scroll_visible=False)
                return
        self.app.pop_screen()
