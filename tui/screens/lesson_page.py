"""What a lesson looks like: its blocks in one column, first and last row, who has the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons import flow
from lessons.opening import opens_with
from lessons.progress.records import LessonRecord
from lessons.questions.run_curves import curve_reader
from lessons.schema import Lesson
from tui.commands import Command
from tui.lab_source import lab_source
from tui.screens.lesson_cards import CardMaker
from tui.screens.lesson_commands import ACTIONS, CARD_ACTIONS
from tui.screens.lesson_keeper import LessonKeeper
from tui.screens.lesson_parts import first_part, in_sections
from tui.screens.scrolling import ScrollingScreen
from tui.widgets.card import Card
from tui.widgets.code_view import CodeView
from tui.widgets.end_card import EndCard
from tui.widgets.key_bar import KeyBar
from tui.widgets.lesson_column import LessonColumn
from tui.widgets.prose import Prose
from tui.widgets.questions import QUESTION_PANES
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.sketch_card import SketchCard
from tui.widgets.top_line import TopLine

A_ROW = 80
"""Characters that fill a row of the screen: so many a row are drawn before it is shown."""
FURTHER = 5000
"""Characters that are drawn between two looks at the keyboard."""


class LessonPage(ScrollingScreen):
    """Shows what `lessons.flow` lets be seen. What the learner does is the other half's."""

    ACTIONS = ACTIONS
    PANES = (Prose, *QUESTION_PANES, SketchCard)
    EVERYWHERE = ("command_palette", "help")
    AUTO_FOCUS = ""

    top = query_one(TopLine)
    column = query_one(LessonColumn)
    keys = query_one(KeyBar)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = in_sections(lesson)
        self.reflections: list[ReflectCard] = []
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

    def on_mount(self) -> None:
        """Open where the learner was."""
        tutor = self.tutor
        self.keeper = LessonKeeper(self.lesson, tutor.progress, tutor.announce)
        place = self.keeper.record.position
        if opening := opens_with(tutor.catalog.lesson(self.lesson.id), tutor.catalog):
            self.column.mount(Prose(opening.markdown, id="opening"))
        if not place:
            self.keeper.reach(self.lesson.blocks[0].id)
        self.show_record(place, room=A_ROW * self.size.height)
        if place:
            self.column.go_to(place)
        self.call_after_refresh(self.show_rest)

    def show_rest(self) -> None:
        """Add a part of what did not have to be there at first sight; keys are answered between."""
        if not self.is_attached:
            return  # the learner has left meanwhile
        if self.show_record(room=FURTHER):
            self.call_after_refresh(self.show_rest)
        else:
            self.focus_current()
            self.opened = True

    def on_screen_resume(self) -> None:
        """Back from the lab: show what the runs have brought to light."""
        if self.opened and (new := self.show_record()):
            self.focus_current()
            self.column.uncover(new[0])

    def show_record(self, place: str = "", *, room: int = 0) -> list[str]:
        """Bring every card up to the record, and add what has become visible: its ids.

        With `room`, no more is added than up to a place and about that many characters beyond.
        """
        record, column, maker = self.keeper.record, self.column, self.maker
        visible = flow.visible(self.lesson, record)
        for block in visible:
            if isinstance(card := column.blocks.get(block.id), Card):
                maker.tell(card, block, record)
        missing = [block for block in visible if block.id not in column.blocks]
        new = first_part(missing, place, room) if room else missing
        if new:
            widgets = {block.id: maker.widget(block, record) for block in new}
            self.reflections += [card for card in widgets.values() if isinstance(card, ReflectCard)]
            column.add(widgets)
        if len(new) == len(missing) and self.keeper.finish_if_done():
            if not column.query(EndCard):
                column.mount(maker.end(record))
            maker.tell_end(column.query_one(EndCard), record)
        self.show_place(self.keeper.record)
        return [block.id for block in new]

    @property
    def scroller(self) -> VerticalScroll:
        """What the keys move."""
        return self.column

    @property
    def maker(self) -> CardMaker:
        """Makes cards that write with the signs now set."""
        following = self.tutor.catalog.after(self.lesson.id)
        tutor, keeper = self.tutor, self.keeper
        return CardMaker(
            self.lesson,
            tutor.symbols,
            tutor.describe_runs,
            following,
            read_curve=curve_reader(tutor.engine.runs),
            ask_sure=tutor.settings.confidence == "ask",
            keeper=keeper,
            calibrated=self.calibrated,
        )

    def calibrated(self) -> str:
        """Whether the learner is right as often as they are sure, over the lessons of this unit."""
        unit = self.tutor.catalog.unit(self.lesson.unit)
        return self.keeper.calibrated([lesson.id for lesson in unit.lessons])

    def show_answered(self) -> None:
        """Show what an answer has changed; the keys stay where they are."""
        for block in self.show_record():
            self.column.uncover(block)

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
        self.show_keys()

    @property
    def card(self) -> Card | None:
        """The card that has the keys, itself or through its field."""
        if self.focused is None:
            return None
        nodes = self.focused.ancestors_with_self
        return next((node for node in nodes if isinstance(node, Card)), None)

    def keep_in_view(self, card: Card | None) -> None:
        """Show all of a card that has just changed."""
        if card is not None:
            self.call_after_refresh(card.scroll_visible, animate=False)

    def focus_current(self) -> None:
        """Give the keys to the card that waits for the learner."""
        block = flow.waiting(self.lesson, self.keeper.record)
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
        if isinstance(self.focused, Prose):
            return super().footer_commands()
        if card is not self.focused:
            return tuple(command for command in self.ACTIONS if command.id == "back")
        if card is None:
            return super().footer_commands()
        return card.renamed(super().footer_commands())

    def pane_commands(self) -> tuple[Command, ...]:
        """Keys of a card's own, as long as they mean something."""
        card = self.card
        return () if card is not None and not card.takes_arrows else super().pane_commands()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What only some cards answer to is on only while such a card has the keys."""
        if action in CARD_ACTIONS:
            return self.card is not None and action in self.card.offers()
        return super().check_action(action, parameters)

    def seen(self) -> Card | None:
        """The marked card if the learner can see it; else it is scrolled into view first."""
        card = self.card
        if card is None or self.column.shows(card):
            return card
        card.scroll_visible(animate=False)
        return None
