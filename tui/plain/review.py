"""A review as a conversation in lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.events import Problem
from lessons.catalog import Catalog
from lessons.progress.store import ProgressError, ProgressStore
from lessons.questions.forms import Mark, Metric, Stretch
from lessons.questions.run_curves import RunCurve
from lessons.review.desk import Desk
from lessons.review.item import Item
from lessons.review.misconceptions import more_about
from lessons.review.review import Review
from lessons.review.sitting import MINUTES, Turn
from lessons.review.solution import solution
from tui.plain.questions import PlainQuestions
from tui.plain.talk import Left, Skipped, Talk
from tui.plots.palette import SymbolName
from tui.review.pictures import picture_text
from tui.review.spoken import spoken
from tui.review.words import after_answer, closing, due_words, minutes_words, missed, nothing_due
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence

HOW = "s puts a question off until tomorrow, q leaves; everything is kept."
OPENS = "`tutor learn LESSON` takes a lesson."


@dataclass(frozen=True, slots=True)
class PlainReview:
    """Asks what is due, one question after the other, until the time is up."""

    talk: Talk
    desk: Desk
    catalog: Catalog
    store: ProgressStore
    minutes: float = MINUTES
    drawn: SymbolName | None = None
    """What curves are drawn with; None: they are told in words."""
    ask_sure: bool = True
    seconds: Callable[[], float] = time.monotonic

    def due(self) -> str:
        """How much is due, in words; empty for nothing."""
        try:
            return due_words(self.desk.agenda())
        except ProgressError:
            return ""

    def take(self) -> bool:
        """Go through one sitting; False where the learner left before its end."""
        try:
            found = self.desk.agenda()
        except ProgressError as error:
            self.tell(error.problem)
            return False
        if not found.due:
            for line in nothing_due(found, self.desk.clock, OPENS):
                self.talk.say(line)
            return True
        review = self.review()
        review.begin(found, self.minutes)
        self.talk.say(f"Review, about {minutes_words(self.minutes)}. {HOW}")
        try:
            self.go_through(review)
        except Left:
            self.talk.say("You leave here. Everything is kept.")
            return False
        self.close(review)
        return True

    def review(self) -> Review:
        """A review in which nothing was asked yet."""
        return Review(self.desk, self.seconds, self.tell)

    def go_through(self, review: Review) -> None:
        """Ask one question after the other. Raises Left."""
        while turn := review.ask():
            self.ask(turn, review)

    def ask(self, turn: Turn, review: Review) -> None:
        """One question, its answer, and the reason."""
        talk, item = self.talk, turn.item
        talk.say()
        talk.say(f"{item.lead}{', once more' if turn.again else ''}.")
        if item.picture is not None and self.drawn is not None:
            talk.write("\n".join(picture_text(item.picture, self.drawn, talk.width)))
        elif item.picture is not None:
            for line in spoken(item.picture):
                talk.say(line)
        try:
            talk.say(f"Question: {sentence(item.question.ask)}")
            asking = self.asking(item)
            answer = asking.answer(item.question, self.desk.standing(item).times)
            sure = asking.sure() if self.ask_sure and not turn.again else None
        except Skipped:
            review.put_off()
            talk.say("Put off until tomorrow.")
            return
        graded = review.answer(answer, sure)
        talk.say(f"{'Right.' if graded.right else 'Not right.'} {sentence(graded.why)}")
        if not graded.right:
            talk.say(f"The right answer: {sentence(solution(item.question))}")
            if more := more_about(item):
                talk.say(sentence(more))
        due = self.desk.standing(item).due_day(self.desk.clock)
        today = self.desk.clock.today()
        talk.say(after_answer(turn, right=graded.right, due=due, today=today))

    def asking(self, item: Item) -> PlainQuestions:
        """What asks questions in lines; no item needs the runs of a lesson to be answered."""
        lesson = self.catalog.lesson(item.source)
        keeper = LessonKeeper(lesson, self.store, self.tell)
        return PlainQuestions(
            self.talk, lesson, keeper, curve=no_curve, locate=no_step, ask_sure=self.ask_sure
        )

    def close(self, review: Review) -> None:
        """How it went."""
        talk, sitting = self.talk, review.sitting
        assert sitting is not None
        talk.say()
        if sitting.unasked:
            talk.say(f"That was {minutes_words(self.minutes)}.")
        for line in closing(sitting, review.left_over):
            talk.say(line)
        for lesson in dict.fromkeys(item.source for item in missed(sitting.results)):
            talk.say(f"Worth another look: {lesson}.")

    def tell(self, problem: Problem) -> None:
        """What went wrong, as a line."""
        self.talk.say(f"{problem.title}. {problem.reason} {problem.next_step}")


def no_curve(_run: str, _metric: Metric) -> RunCurve | None:
    """Questions of reviews bring their curves along."""
    return None


def no_step(_form: Mark, _run: str) -> Stretch:
    """Nobody is asked to mark a step in a review: without a curve the question is skipped."""
    raise Skipped
