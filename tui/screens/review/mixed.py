"""A mixed review: questions of a whole unit, which closes it."""

from __future__ import annotations

from textual import work

from lessons.progress.store import ProgressError
from lessons.review.mixed import Mixed
from lessons.review.sitting import Sitting
from lessons.schema import Lesson
from tui.screens.lesson_keeper import LessonKeeper
from tui.screens.review.screen import ReviewScreen


class MixedScreen(ReviewScreen):
    """Asks like any review, but what the unit has taught, and until all was asked."""

    TITLED = "Mixed review"

    def __init__(self, lesson: Lesson, mixed: Mixed) -> None:
        super().__init__()
        self.lesson = lesson
        self.mixed = mixed

    @work(thread=True, exclusive=True, group="review")
    def look_up(self) -> None:
        """Choose the questions."""
        import fsrs  # noqa: F401

        lessons = self.tutor.catalog.unit(self.lesson.unit).lessons
        try:
            sitting = self.review.desk.closing(lessons, self.mixed.questions)
        except ProgressError as error:
            self.app.call_from_thread(self.tutor.announce, error.problem)
            return
        self.app.call_from_thread(self.begin_with, sitting)

    def begin_with(self, sitting: Sitting) -> None:
        """Ask the first one."""
        if self.gone:
            return
        self.review.begin_with(sitting)
        self.ask()

    def how_far(self, sitting: Sitting) -> str:
        """A count: nobody is hurried here."""
        asked = sum(not result.turn.again for result in sitting.results)
        if not sitting.unasked:
            return "once more, what was not right"
        return f"{asked + 1} of {asked + sitting.unasked}"

    def finish(self) -> None:
        """How it went; the block in the lesson is done."""
        if self.review.sitting is not None:
            LessonKeeper(self.lesson, self.tutor.progress, self.tutor.announce).visit(self.mixed.id)
        super().finish()
