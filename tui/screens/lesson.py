"""A lesson: prose and cards in one column, revealed as the learner goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget

from lessons import flow, quiz
from lessons.errors import BadValue
from lessons.progress import ProgressError
from lessons.records import LessonRecord, QuizGiven
from lessons.schema import Lesson, Quiz, Run
from tui.commands import Command, bindings
from tui.messages import LabRequested, LessonChosen, RunRequested
from tui.screens.base import TutorScreen
from tui.screens.code import lab_source
from tui.screens.lesson_cards import CardMaker
from tui.screens.lesson_commands import ACTIONS, CARD_ACTIONS
from tui.widgets.card import Card
from tui.widgets.code_view import CodeView
from tui.widgets.end_card import EndCard
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.lesson_column import LessonColumn
from tui.widgets.predict_card import PredictCard
from tui.widgets.quiz_card import Answer, NumberCard, QuizCard
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.run_card import RunCard
from tui.widgets.top_line import TopLine


class LessonScreen(TutorScreen):
    """Shows what `lessons.flow` lets be seen, keeps every answer at once, judges nothing."""

    CSS_PATH = "lesson.tcss"
    PLACE = "Lesson"
    AUTO_FOCUS = ""
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    column = query_one(LessonColumn)
    keys = query_one(KeyBar)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson
        self.shown = False
        """Whether the lesson is on the screen; before, there is nothing to come back to."""

    def compose(self) -> ComposeResult:
        """The column, and where there is room the lab's code beside it."""
        yield TopLine()
        with Horizontal():
            yield LessonColumn()
            with VerticalScroll(id="code", can_focus=False):
                yield CodeView(lab_source(self.lesson))
        yield KeyBar(self.tutor.symbols)

    @property
    def record(self) -> LessonRecord:
        """What the learner has done in this lesson."""
        return self.tutor.progress.lesson(self.lesson.id)

    @property
    def card(self) -> Card | None:
        """The card that has the keys."""
        at: Widget | None = self.focused
        while at is not None and not isinstance(at, Card):
            at = at.parent if isinstance(at.parent, Widget) else None
        return at

    async def on_mount(self) -> None:
        """Open where the learner was."""
        self.maker = CardMaker(
            self.lesson,
            self.tutor.symbols,
            self.tutor.describe_run,
            self.tutor.catalog.after(self.lesson.id),
        )
        record = self.record
        await self.show_record()
        self.keep(lambda store: store.record_position(self.lesson.id, record.position or self.first))
        self.focus_current()
        self.shown = True
        if record.position:
            self.call_after_refresh(self.column.go_to, record.position)

    @property
    def first(self) -> str:
        """Id of the first block."""
        return self.lesson.blocks[0].id

    async def on_screen_resume(self) -> None:
        """Back from the lab: show what the runs have brought to light."""
        if self.shown:
            new = await self.show_record()
            if new:
                self.focus_current()
                self.call_after_refresh(self.column.uncover, new[0])

    async def show_record(self) -> list[str]:
        """Bring every card up to the record, and add what has become visible: its ids."""
        record, column, new = self.record, self.column, []
        for block in flow.visible(self.lesson, record):
            widget = column.blocks.get(block.id)
            if widget is None:
                await column.add(block.id, self.maker.widget(block, record))
                new.append(block.id)
            elif isinstance(widget, Card):
                self.maker.tell(widget, block, record)
        if flow.current(self.lesson, record) is None:
            if record.status != "done":
                self.keep(lambda store: store.mark_done(self.lesson.id))
            if not column.query(EndCard):
                await column.mount(self.maker.end(record))
            self.maker.tell_end(column.query_one(EndCard), record)
        self.show_place(record)
        return new

    def show_place(self, record: LessonRecord) -> None:
        """Write first and last row."""
        done, total = flow.progress(self.lesson, record)
        signs = self.tutor.symbols
        unit = self.tutor.catalog.unit(self.lesson.unit).title
        self.top.left = Content.assemble(
            (f"{unit} {signs.step_in} ", "$muted"), (self.lesson.title, "bold")
        )
        left = flow.minutes_left(self.lesson, record)
        time = f"{left} min left" if left else f"{signs.done} done"
        self.top.right = f"{done}/{total} {signs.dot} {time}"
        self.keys.keys = Keys(self.footer_commands(), self.tutor.ACTIONS[:2])

    def footer_commands(self) -> tuple[Command, ...]:
        """As ever, with the digits that mean something now."""
        numbers = getattr(self.card, "numbers", int)()
        return tuple(
            replace(command, label=f"1-{numbers}") if command.id == "answer" else command
            for command in super().footer_commands()
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only some cards answer to is on only while such a card has the keys."""
        if action in CARD_ACTIONS:
            return self.card is not None and action in self.card.offers()
        return True

    def keep(self, write: Callable[[ProgressStore], None]) -> None:
        """Record something; where that fails, say so."""
        try:
            write(self.tutor.progress)
        except ProgressError as error:
            self.tutor.announce(error.problem)

    def focus_current(self) -> None:
        """Give the keys to the card that waits for the learner."""
        block = flow.current(self.lesson, self.record)
        card = self.column.blocks.get(block.id) if block else None
        if card is None:
            card = next(iter(self.column.query(EndCard)), None)
        if card is not None:
            card.focus(scroll_visible=False)

    def on_descendant_focus(self) -> None:
        """Say what the card that has the keys answers to, and remember the place."""
        self.show_place(self.record)
        if self.card is not None and self.card.block:
            block = self.card.block
            self.keep(lambda store: store.record_position(self.lesson.id, block))

    @on(LessonColumn.Reached)
    def block_reached(self, message: LessonColumn.Reached) -> None:
        """Remember how far the learner has read."""
        self.keep(lambda store: store.record_position(self.lesson.id, message.block))

    @on(PredictCard.Given)
    async def predicted(self, message: PredictCard.Given) -> None:
        """Keep a prediction; its runs become visible."""
        self.keep(
            lambda store: store.record_prediction(self.lesson.id, message.block, message.given)
        )
        await self.show_answered()

    @on(QuizCard.Answered)
    async def quiz_answered(self, message: QuizCard.Answered) -> None:
        """Have an answer graded, keep it, and give the card its grade."""
        card = self.column.blocks[message.block]
        assert isinstance(card, QuizCard)
        try:
            graded = quiz.grade(card.quiz, message.answer)
        except BadValue as error:
            if isinstance(card, NumberCard):
                card.problem = f"{error.reason} {error.next_step}"
            return
        before = self.record.quiz(message.block)
        tries = before.tries + 1 if before else 1
        given = QuizGiven(answer=message.answer, right=graded.right, tries=tries)
        self.keep(lambda store: store.record_quiz(self.lesson.id, message.block, given))
        answer = Answer(answer=message.answer, right=graded.right, why=graded.why)
        card.take(answer)
        await self.show_answered()

    @on(ReflectCard.Written)
    async def reflected(self, message: ReflectCard.Written) -> None:
        """Keep what was written."""
        self.keep(
            lambda store: store.record_reflection(self.lesson.id, message.block, message.text)
        )
        await self.show_answered()

    async def show_answered(self) -> None:
        """Show what an answer has changed; the keys stay where they are."""
        for block in await self.show_record():
            self.call_after_refresh(self.column.blocks[block].scroll_visible, animate=False)
