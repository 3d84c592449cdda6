"""Hints and solutions: each behind an honest attempt or a moment of thought."""

from __future__ import annotations

from lessons.errors import TutorError
from lessons.exercises import hints
from lessons.exercises.ideas import beside, ideas
from tui.screens.exercise.base import TASK
from tui.screens.exercise.checking import Checking
from tui.screens.exercise.studying import StudyScreen
from tui.screens.exercise.thinking import ThinkScreen

REASON = (
    "The solution is open to you at any time. It teaches more when you know what you look for: "
    "what have you tried, and where does it not go on?"
)


class Helping(Checking):
    """What helps, and what it asks for."""

    def action_hint(self) -> None:
        """The question before the next hint, or why it is not time for it."""
        upcoming = hints.next_hint(self.exercise, self.record)
        match upcoming.standing:
            case "try_first":
                self.notify(
                    "A hint is for what you have tried. "
                    f"{self.key_of('check')} checks what you have now.",
                    markup=False,
                )
            case "none_left":
                self.notify(
                    f"No further hint. {self.key_of('solutions')} leads to the solution, outside "
                    "the code.",
                    markup=False,
                )
            case "ready":
                screen = ThinkScreen(
                    "Before the hint",
                    upcoming.ask,
                    hints.answers,
                    "A few words will do: what do you think?",
                )
                self.app.push_screen(screen, self.take_thought)

    def take_thought(self, thought: str | None) -> None:
        """Give the hint for what was written."""
        if thought is None:
            return
        taken = hints.take(self.exercise, self.record, thought)
        if taken is None:
            return
        keeper, store = self.keeper, self.tutor.progress
        keeper.write(lambda: store.record(self.lesson.id, self.exercise.id, taken))
        self.show_hints()
        self.front = TASK
        self.call_after_refresh(self.scroller.scroll_end, animate=False)

    def action_solutions(self) -> None:
        """Right solutions to study; before success, behind a sentence on why."""
        if hints.solution(self.exercise, self.record).open:
            self.study()
            return
        screen = ThinkScreen(
            "Before the solution", REASON, hints.is_reason, "A whole sentence, please."
        )
        self.app.push_screen(screen, self.take_reason)

    def take_reason(self, reason: str | None) -> None:
        """Open the solution to whoever has said why."""
        if reason is not None:
            self.study()

    def study(self) -> None:
        """Show right solutions beside the learner's own, and keep that they were seen."""
        try:
            found = ideas(self.exercise, self.typed)
        except TutorError as error:
            self.say(error.problem)
            return
        record = self.record
        if not record.solved(self.exercise.id) and self.exercise.id not in record.studied:
            keeper, store = self.keeper, self.tutor.progress
            keeper.write(lambda: store.record_studied(self.lesson.id, self.exercise.id))
        if found:
            self.app.push_screen(StudyScreen.of_ideas(self.exercise, found))
        else:
            self.notify("Yours is the one solution that is kept here.", markup=False)

    def action_starter(self) -> None:
        """What is written beside what the exercise began with."""
        pairs = beside(self.typed, self.file.starter)
        self.app.push_screen(StudyScreen.of_starter(self.exercise, pairs))
        if self.file.starter_changed:
            self.accept_starter()

    def accept_starter(self) -> None:
        """The learner has seen the new starter: it need not be announced again."""
        try:
            self.file.keep_mine()
        except TutorError as error:
            self.tutor.announce(error.problem)
