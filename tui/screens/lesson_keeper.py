"""Keeps what a learner does in one lesson, at once; a disk that refuses is reported, not raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons import flow
from lessons.progress.records import LessonRecord, PredictionGiven, QuizGiven
from lessons.progress.store import ProgressError
from lessons.questions.calibration import calibration, calibration_line
from lessons.questions.forms import Stretch
from lessons.questions.grading import grade
from lessons.questions.misconceptions import explanation_at, plain
from lessons.schema import Lesson, Quiz
from tui.widgets.questions import Answer

if TYPE_CHECKING:
    from engine.events import Problem
    from lessons.progress.store import ProgressStore


@dataclass(frozen=True, slots=True)
class LessonKeeper:
    """The one place from which the lesson screen writes."""

    lesson: Lesson
    store: ProgressStore
    report: Callable[[Problem], None]
    """Told what the learner should know where something could not be kept."""

    @property
    def record(self) -> LessonRecord:
        """What the learner has done so far."""
        return self.store.lesson(self.lesson.id)

    def reach(self, block: str) -> None:
        """The learner is at a block."""
        self.write(lambda: self.store.record_position(self.lesson.id, block))

    def predict(self, block: str, given: PredictionGiven) -> None:
        """The learner predicted, or skipped."""
        self.write(lambda: self.store.record(self.lesson.id, block, given))

    def skip_run(self, block: str) -> None:
        """The learner reads past runs."""
        self.write(lambda: self.store.skip_run(self.lesson.id, block))

    def visit(self, block: str) -> None:
        """The learner was at a workbench, or through a mixed review."""
        self.write(lambda: self.store.record_visited(self.lesson.id, block))

    def reflect(self, block: str, text: str) -> None:
        """The learner wrote."""
        self.write(lambda: self.store.record_reflection(self.lesson.id, block, text))

    def compare(self, block: str, places: str) -> None:
        """The learner compared their words with a model answer."""
        self.write(lambda: self.store.record_compared(self.lesson.id, block, places))

    def answer(
        self, question: Quiz, text: str, confidence: int | None = None, truth: Stretch | None = None
    ) -> Answer:
        """Grade an answer and keep it. Raises BadValue, keeping nothing, for what is no answer."""
        graded = grade(question, text, truth)
        before = self.record.quiz(question.id)
        tries = before.tries + 1 if before else 1
        given = QuizGiven(
            answer=text,
            right=graded.right,
            tries=tries,
            confidence=confidence,
            tag=graded.tag,
        )
        self.write(lambda: self.store.record(self.lesson.id, question.id, given))
        return Answer(
            answer=text,
            right=graded.right,
            why=graded.why,
            sure=confidence,
            more=self.explained(question.id),
        )

    def explained(self, block: str) -> str:
        """What is said once about a misconception, under the question that made it plain."""
        return explanation_at(self.store.history("quiz", "attempt"), self.lesson.id, block)

    def calibrated(self, lessons: Sequence[str]) -> str:
        """How often the learner was right where they were sure; empty where too little is known."""
        history = self.store.history("quiz", "prediction", "verdict")
        return calibration_line(calibration(history, lessons))

    @property
    def mistaken(self) -> frozenset[str]:
        """Tags of the misconceptions that have shown more than once, in whatever lessons."""
        return frozenset(one.tag for one in plain(self.store.history("quiz", "attempt")))

    def finish_if_done(self) -> bool:
        """Whether nothing waits for the learner any more; keeps it when that is new."""
        record = self.record
        if flow.current(self.lesson, record) is not None:
            return False
        if record.status != "done":
            self.write(lambda: self.store.mark_done(self.lesson.id))
        return True

    def reset(self) -> bool:
        """Begin the lesson anew; what was done is kept aside."""
        self.write(lambda: self.store.reset_lesson(self.lesson.id))
        return True

    def undo_reset(self) -> bool:
        """Take back the latest reset; False where there was none."""
        try:
            return self.store.undo_reset(self.lesson.id)
        except ProgressError as error:
            self.report(error.problem)
            return False

    def write(self, record: Callable[[], None]) -> None:
        """Keep something. The store holds in memory what the disk refuses."""
        try:
            record()
        except ProgressError as error:
            self.report(error.problem)
