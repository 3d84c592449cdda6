"""A lesson: prose and cards in one column, revealed as the learner goes."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons import flow
from lessons.errors import BadValue
from lessons.records import LessonRecord
from lessons.schema import Lesson, Run
from tui.commands import Command, bindings
from tui.messages import LabRequested, LessonChosen, RunRequested
from tui.screens.base import TutorScreen
from tui.screens.code import CodeScreen, lab_source
from tui.screens.lesson_cards import CardMaker
from tui.screens.lesson_commands import ACTIONS, CARD_ACTIONS
from tui.screens.lesson_keeper import LessonKeeper
from tui.widgets.card import Card
from tui.widgets.code_view import CodeView
from tui.widgets.end_card import EndCard
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.lesson_column import LessonColumn
from tui.widgets.predict_card import PredictCard
from tui.widgets.quiz_card import QuizCard
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
        self.opened = False
        """Whether the lesson is on the screen; before, there is nothing to come back to."""

    def compose(self) -> ComposeResult:
        """The column, and where there is room the lab's code beside it."""
        yield TopLine()
        with Horizontal():
            yield LessonColumn()
            with VerticalScroll(id="code", can_focus=False):
                yield CodeView(lab_source(self.lesson))
        yield KeyBar(self.tutor.symbols)

    async def on_mount(self) -> None:
        """Open where the learner was."""
        tutor = self.tutor
        self.keeper = LessonKeeper(self.lesson, tutor.progress, tutor.announce)
        place = self.keeper.record.position
        await self.show_record()
        self.focus_current()
        self.opened = True
        if place:
            self.call_after_refresh(self.column.go_to, place)
        else:
            self.keeper.reach(self.lesson.blocks[0].id)

    async def on_screen_resume(self) -> None:
        """Back from the lab: show what the runs have brought to light."""
        if self.opened and (new := await self.show_record()):
            self.focus_current()
            self.call_after_refresh(self.column.uncover, new[0])

    async def show_record(self) -> list[str]:
        """Bring every card up to the record, and add what has become visible: its ids."""
        record, column = self.keeper.record, self.column
        new: list[str] = []
        for block in flow.visible(self.lesson, record):
            widget = column.blocks.get(block.id)
            if widget is None:
                await column.add(block.id, self.maker.widget(block, record))
                new.append(block.id)
            elif isinstance(widget, Card):
                self.maker.tell(widget, block, record)
        if self.keeper.finish_if_done():
            if not column.query(EndCard):
                await column.mount(self.maker.end(record))
            self.maker.tell_end(column.query_one(EndCard), record)
        self.show_place(self.keeper.record)
        return new

    @property
    def maker(self) -> CardMaker:
        """Makes cards that write with the signs now set."""
        following = self.tutor.catalog.after(self.lesson.id)
        return CardMaker(self.lesson, self.tutor.symbols, self.tutor.run_lines.line, following)

    async def show_answered(self) -> None:
        """Show what an answer has changed; the keys stay where they are."""
        for block in await self.show_record():
            self.call_after_refresh(self.column.uncover, block)

    def show_place(self, record: LessonRecord) -> None:
        """Write first and last row."""
        done, total = flow.progress(self.lesson, record)
        left = flow.minutes_left(self.lesson, record)
        signs = self.tutor.symbols
        unit = self.tutor.catalog.unit(self.lesson.unit).title
        self.top.left = Content.assemble(
            (f"{unit} {signs.step_in} ", "$muted"), (self.lesson.title, "bold")
        )
        state = f"{left} min left" if left else f"{signs.done} done"
        self.top.right = f"{done}/{total} {signs.dot} {state}"
        self.keys.keys = Keys(self.footer_commands(), self.tutor.ACTIONS[:2])

    @property
    def card(self) -> Card | None:
        """The card that has the keys, itself or through its field."""
        if self.focused is None:
            return None
        nodes = self.focused.ancestors_with_self
        return next((node for node in nodes if isinstance(node, Card)), None)

    def focus_current(self) -> None:
        """Give the keys to the card that waits for the learner."""
        block = flow.current(self.lesson, self.keeper.record)
        card = self.column.blocks.get(block.id) if block else self.column.query_one(EndCard)
        if card is not None:
            card.focus(scroll_visible=False)

    def on_descendant_focus(self) -> None:
        """Say what the card that has the keys answers to."""
        if self.opened:
            self.show_place(self.keeper.record)

    def footer_commands(self) -> tuple[Command, ...]:
        """As ever, with the digits that mean something now; in a field only the way out."""
        card = self.card
        if card is not self.focused:
            return tuple(command for command in self.ACTIONS if command.id == "back")
        label = f"1-{card.numbers()}" if card else ""
        return tuple(
            replace(command, label=label) if command.id == "answer" else command
            for command in super().footer_commands()
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only some cards answer to is on only while such a card has the keys."""
        if action in CARD_ACTIONS:
            return self.card is not None and action in self.card.offers()
        return super().check_action(action, parameters)

    @on(LessonColumn.Reached)
    def block_reached(self, message: LessonColumn.Reached) -> None:
        """Remember how far the learner has read."""
        self.keeper.reach(message.block)

    @on(PredictCard.Given)
    async def predicted(self, message: PredictCard.Given) -> None:
        """Keep a prediction; its runs become visible."""
        self.keeper.predict(message.block, message.given)
        await self.show_answered()

    @on(PredictCard.Chosen)
    def option_chosen(self) -> None:
        """Digits mean something else now."""
        self.show_place(self.keeper.record)

    @on(RunCard.Skipped)
    async def run_skipped(self, message: RunCard.Skipped) -> None:
        """Keep that the learner reads past runs."""
        self.keeper.skip_run(message.block)
        await self.show_answered()

    @on(QuizCard.Answered)
    async def quiz_answered(self, message: QuizCard.Answered) -> None:
        """Have an answer graded, keep it, and give the card its grade."""
        card = self.column.blocks[message.block]
        assert isinstance(card, QuizCard)
        try:
            card.take(self.keeper.answer(card.quiz, message.answer))
        except BadValue as error:
            card.refuse(f"{error.reason} {error.next_step}")
            return
        await self.show_answered()

    @on(ReflectCard.Written)
    async def reflected(self, message: ReflectCard.Written) -> None:
        """Keep what was written."""
        self.keeper.reflect(message.block, message.text)
        await self.show_answered()

    def seen(self) -> Card | None:
        """The marked card if the learner can see it; else it is scrolled into view first."""
        card = self.card
        if card is None or self.column.shows(card):
            return card
        card.scroll_visible(animate=False)
        return None

    def action_answer(self, key: str) -> None:
        """A digit for the marked card."""
        if card := self.seen():
            card.answer(int(key))

    def action_skip(self) -> None:
        """Read on without answering."""
        if card := self.seen():
            card.skip()

    def action_write(self) -> None:
        """Into the field of the marked card."""
        if card := self.seen():
            card.write()

    def action_compare(self) -> None:
        """Show the model answer."""
        if isinstance(self.card, ReflectCard):
            self.card.compare()

    def action_go_on(self) -> None:
        """Open the next lesson."""
        following = self.tutor.catalog.after(self.lesson.id)
        if following is not None:
            self.post_message(LessonChosen(following.id))

    def action_run(self) -> None:
        """Make the runs of the marked card, else of the first run card that waits."""
        cards = list(self.column.query(RunCard))
        waiting = [card for card in cards if not card.done]
        marked = [card for card in cards if card is self.card]
        for card in (*marked, *waiting, *cards[::-1]):
            block = next(block for block in self.lesson.blocks if block.id == card.block)
            assert isinstance(block, Run)
            self.post_message(RunRequested(self.lesson, block))
            return
        self.notify("Predict first: the runs come right after it.", markup=False)

    def action_next(self) -> None:
        """To the next card that waits, from the marked one on."""
        cards = list(self.column.query(Card))
        if self.card is not None and not self.card.done and self.seen() is None:
            return
        at = cards.index(self.card) + 1 if self.card in cards else 0
        waiting = [card for card in cards[at:] + cards[:at] if not card.done]
        for card in (*waiting, *self.column.query(EndCard)):
            card.focus()
            return
        self.notify("Nothing waits for you here. Read on below.", markup=False)

    def action_lab(self) -> None:
        """Open the lab."""
        self.post_message(LabRequested(self.lesson))

    def action_code(self) -> None:
        """Show the code that trains."""
        self.app.push_screen(CodeScreen(self.lesson))

    def action_back(self) -> None:
        """Out of a field, or home."""
        if self.card is not None and self.focused is not self.card:
            self.card.focus(scroll_visible=False)
        else:
            self.app.pop_screen()

    def action_page_down(self) -> None:
        """Read on, with two lines of what was read."""
        self.column.move(self.column.size.height - 2)

    def action_page_up(self) -> None:
        """Back a page."""
        self.column.move(2 - self.column.size.height)

    def action_down(self) -> None:
        """One line down."""
        self.column.move(1)

    def action_up(self) -> None:
        """One line up."""
        self.column.move(-1)

    def action_first(self) -> None:
        """To the beginning."""
        self.column.scroll_home(animate=False)

    def action_last(self) -> None:
        """To the end of what is visible."""
        self.column.scroll_end(animate=False)

    def action_card_next(self) -> None:
        """To the card below."""
        self.focus_next(Card)

    def action_card_previous(self) -> None:
        """To the card above."""
        self.focus_previous(Card)
