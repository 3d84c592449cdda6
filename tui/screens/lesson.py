"""A lesson: what the learner does in it is kept at once, judged elsewhere, and shown."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work

from engine.errors import EngineError
from lessons.errors import BadValue, TutorError
from lessons.links import parse_link
from lessons.questions.marking import locate
from lessons.schema import Run
from tui.commands import bindings
from tui.lab.opening import opening_of
from tui.messages import (
    ClinicRequested,
    ExerciseRequested,
    LabRequested,
    LessonChosen,
    RunRequested,
    WorkbenchRequested,
)
from tui.screens.code import CodeScreen
from tui.screens.lesson_commands import ACTIONS
from tui.screens.lesson_page import LessonPage
from tui.widgets.card import Card
from tui.widgets.clinic_card import ClinicCard
from tui.widgets.door_card import DoorCard
from tui.widgets.end_card import EndCard
from tui.widgets.exercise_card import ExerciseCard
from tui.widgets.lesson_column import LessonColumn
from tui.widgets.mixed_card import MixedCard
from tui.widgets.predict_card import PredictCard
from tui.widgets.prose import Prose
from tui.widgets.questions import MarkCard, QuestionCard
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.run_card import RunCard
from tui.widgets.workbench_card import WorkbenchCard


class LessonScreen(LessonPage):
    """Binds and routes: keys to cards, answers to the keeper, runs and labs to the app."""

    CSS_PATH = "lesson.tcss"
    PLACE = "Lesson"
    BINDINGS = bindings(ACTIONS)

    asked_anew = False
    """Whether the learner was asked to confirm that the lesson begins anew."""
    begun_anew = False
    """Whether another record than the one on the screen is in force."""

    @on(LessonColumn.Reached)
    def block_reached(self, message: LessonColumn.Reached) -> None:
        """Remember how far the learner has read."""
        self.keeper.reach(message.block)

    @on(PredictCard.Given)
    def predicted(self, message: PredictCard.Given) -> None:
        """Keep a prediction; its runs become visible."""
        self.keeper.predict(message.block, message.given)
        self.show_answered()

    @on(PredictCard.Chosen)
    def option_chosen(self) -> None:
        """Digits mean something else now."""
        self.show_place(self.keeper.record)
        self.keep_in_view(self.card)

    @on(RunCard.Skipped)
    def run_skipped(self, message: RunCard.Skipped) -> None:
        """Keep that the learner reads past runs."""
        self.keeper.skip_run(message.block)
        self.show_answered()

    @on(QuestionCard.Chosen)
    def answer_begun(self) -> None:
        """Keys mean something else now."""
        self.show_keys()
        self.keep_in_view(self.card)

    @on(QuestionCard.Answered)
    def question_answered(self, message: QuestionCard.Answered) -> None:
        """Have an answer graded, keep it, and give the card its grade."""
        card = self.column.blocks[message.block]
        assert isinstance(card, QuestionCard)
        truth = card.truth if isinstance(card, MarkCard) else None
        try:
            card.take(self.keeper.answer(card.quiz, message.answer, message.confidence, truth))
        except BadValue as error:
            card.refuse(f"{error.reason} {error.next_step}")
        else:
            self.show_answered()
        self.keep_in_view(card)

    @on(MarkCard.Unsettled)
    def look_at_run(self, message: MarkCard.Unsettled) -> None:
        """Have the right steps of a run worked out, where torch is."""
        card = self.column.blocks[message.block]
        assert isinstance(card, MarkCard)
        run = self.keeper.record.run_of(card.form.scenario, self.lesson.lab.seed)
        if run is not None:
            self.locate(card, run.run)

    @work(thread=True, exit_on_error=False)
    def locate(self, card: MarkCard, run: str) -> None:
        """Ask the lesson's own function; a lesson that cannot say is reported, and can be read."""
        engine = self.tutor.engine
        try:
            truth = locate(
                card.form, run, engine.runs.root, lambda name, given: engine.call(name, *given)
            )
        except (TutorError, EngineError) as error:
            words = f"{error.problem.reason} {error.problem.next_step}"
            self.app.call_from_thread(card.give_up, words)
        else:
            self.app.call_from_thread(setattr, card, "truth", truth)

    @on(DoorCard.Opened)
    def door_opened(self, message: DoorCard.Opened) -> None:
        """Write the code of an exercise, see the patient, lay out tensors."""
        match message.card:
            case ExerciseCard() as card:
                self.post_message(ExerciseRequested(self.lesson, card.exercise))
            case ClinicCard() as card:
                self.post_message(ClinicRequested(card.clinic.case, self.lesson.id, card.block))
            case WorkbenchCard() as card:
                self.keeper.visit(card.block)
                self.post_message(WorkbenchRequested(card.workbench, self.lesson))
            case MixedCard() as card:
                from tui.screens.review.mixed import MixedScreen

                self.app.push_screen(MixedScreen(self.lesson, card.mixed))

    @on(ReflectCard.Written)
    def reflected(self, message: ReflectCard.Written) -> None:
        """Keep what was written."""
        self.keeper.reflect(message.block, message.text)
        self.show_answered()

    @on(ReflectCard.Compared)
    def compared(self, message: ReflectCard.Compared) -> None:
        """Keep which points of the model answer the learner found in theirs."""
        self.keeper.compare(message.block, message.places)
        self.show_keys()
        self.keep_in_view(self.card)

    def on_unmount(self) -> None:
        """Keep what was typed in the last half second, also when the app is being closed."""
        if self.begun_anew:
            return
        for card in self.reflections:
            if card.typed != (self.keeper.record.reflection(card.block) or ""):
                self.keeper.reflect(card.block, card.typed)

    def action_answer(self, key: str) -> None:
        """A digit for the marked card."""
        if card := self.seen():
            card.answer(int(key))

    def action_skip(self) -> None:
        """Read on without answering."""
        if card := self.seen():
            card.skip()

    def action_write(self) -> None:
        """Into the field of the marked card, at once: what is typed next belongs there."""
        self.seen()
        if self.card is not None:
            self.card.write()

    def action_model_answer(self) -> None:
        """Show the model answer."""
        if isinstance(self.card, ReflectCard):
            self.card.compare()
            self.show_keys()
            self.keep_in_view(self.card)

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

    def action_next_waiting(self) -> None:
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
        elif self.card is not None and self.card.step_back():
            self.show_keys()
        else:
            self.app.pop_screen()

    def action_anew(self) -> None:
        """Begin anew, once the same key has confirmed it."""
        if not self.asked_anew:
            self.asked_anew = True
            self.notify(
                f"{self.key_of('anew')} again begins this lesson anew. "
                f"{self.key_of('undo_anew')} then brings everything back.",
                markup=False,
            )
            return
        self.begin(self.keeper.reset)

    def action_undo_anew(self) -> None:
        """Bring back what was done before."""
        self.begin(self.keeper.undo_reset)

    def begin(self, change: Callable[[], bool]) -> None:
        """Open the lesson with another record; what is on the screen now is not written to it."""
        if not change():
            self.notify("There is nothing to take back.", markup=False)
            return
        self.begun_anew = True
        self.post_message(LessonChosen(self.lesson.id))

    def action_card_next(self) -> None:
        """To the card or the link below."""
        self.go_to_next(1)

    def action_card_previous(self) -> None:
        """To the card or the link above."""
        self.go_to_next(-1)

    def go_to_next(self, further: int) -> None:
        """Links of one text first, then on to what else can take the keys.

        From a card that is out of sight one comes to what is in sight.
        """
        if isinstance(self.focused, Prose) and self.focused.mark(further):
            return
        near = [one for one in self.column.query("Card, Prose") if self.column.touches(one)]
        near = [one for one in near if one.can_focus]
        if near and self.card is not None and not self.column.touches(self.card):
            near[0 if further > 0 else -1].focus()
        else:
            (self.focus_next if further > 0 else self.focus_previous)("Card, Prose")
        if isinstance(self.focused, Prose):
            self.focused.enter_from(further)

    @on(Prose.Followed)
    def link_followed(self, message: Prose.Followed) -> None:
        """Show in the lab what a link speaks of."""
        try:
            link = parse_link(message.target, self.lesson.lab)
        except TutorError as error:
            self.tutor.announce(error.problem)
        else:
            self.post_message(LabRequested(self.lesson, opening_of(link)))
