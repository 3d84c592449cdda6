"""A review: what is due is asked, one question at a time, for about three minutes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons.progress.store import ProgressError
from lessons.review.agenda import Agenda
from lessons.review.clock import Clock
from lessons.review.desk import REAL
from lessons.review.misconceptions import more_about
from lessons.review.sitting import MINUTES, Sitting, Turn
from tui.commands import bindings
from tui.messages import LessonChosen
from tui.plots.theme_look import look_of
from tui.review.pictures import picture_spec
from tui.review.words import time_left
from tui.screens.review.asking import Asking
from tui.screens.review.commands import ACTIONS
from tui.screens.review.told import Said, after, ended, waiting
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_chart import LineChart
from tui.widgets.lines import Lines, Paragraph
from tui.widgets.questions import Answer, QuestionCard
from tui.widgets.row_list import RowList
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.symbols import Symbols

BESIDE = 18
"""Rows that a question about curves needs beside them."""
LOWEST, HIGHEST = 6, 16
"""Rows of the curves."""


class ReviewScreen(Asking):
    """Asks, keeps what is answered, and says what comes of it."""

    CSS_PATH = "review.tcss"
    PLACE = "Review"
    TITLED = "Review"
    """What stands at the top left."""
    ACTIONS = ACTIONS
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
        super().__init__(clock, seconds)
        self.minutes = minutes
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
            found = self.review.desk.agenda()
        except ProgressError as error:
            self.app.call_from_thread(self.tutor.announce, error.problem)
            found = Agenda()
        self.app.call_from_thread(self.begin, found)

    def begin(self, found: Agenda) -> None:
        """Begin a sitting, or say that nothing is due."""
        if self.gone:
            return
        self.review.begin(found, self.minutes)
        self.ask()

    def ask(self) -> None:
        """Show what is next; at the end, how it went."""
        turn, sitting = self.review.ask(), self.review.sitting
        self.take_card_away()
        self.top.right = self.how_far(sitting) if turn and sitting else ""
        if turn is None:
            self.draw()
            self.finish()
        else:
            self.show_turn(turn)
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
        self.put_card(turn, before=self.said)

    def draw(self) -> None:
        """The curves of the item on the screen."""
        asked = self.review.asked
        picture = asked.item.picture if asked else None
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

    @on(QuestionCard.Answered)
    def take_answer(self, message: QuestionCard.Answered) -> None:
        """Grade it, keep it, and show what comes of it."""
        review, card = self.review, self.card
        turn = review.asked
        if turn is None or card is None or review.answered:
            return
        graded = review.answer(message.answer, message.confidence)
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done depends on what is on the screen."""
        review, card = self.review, self.card
        over, asking = review.asked is None, review.open
        possible = {
            "answer": asking and card is not None and "answer" in card.offers(),
            "write": asking and card is not None and "write" in card.offers(),
            "next_item": review.answered,
            "put_off": asking,
            "to_lesson": not over,
            "look_again": over and bool(self.again.rows),
            "another": over and review.left_over > 0,
            "undo": review.undoable,
        }
        return possible[action] if action in possible else super().check_action(action, parameters)

    def action_next_item(self) -> None:
        """Go on."""
        self.ask()

    def action_put_off(self) -> None:
        """Not today."""
        if not self.review.open:
            return
        self.review.put_off()
        self.notify(f"Put off until tomorrow. {self.key_of('undo')} takes it back.", markup=False)
        self.ask()

    def action_undo(self) -> None:
        """Take the last turn back, and ask it anew."""
        if self.review.undoable:
            self.review.undo()
            self.ask()

    def action_to_lesson(self) -> None:
        """To the lesson of the question."""
        if (asked := self.review.asked) is not None:
            self.post_message(LessonChosen(asked.item.source))

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
        if not self.step_back():
            self.app.pop_screen()
