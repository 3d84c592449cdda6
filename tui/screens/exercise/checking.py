"""Has the code judged beside the screen, and shows what came of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from engine.errors import EngineError
from engine.events import Problem
from engine.failure import explain
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises import hints
from lessons.exercises.exercise import Exercise
from lessons.exercises.learner_file import LearnerFile
from lessons.exercises.order import row_at
from lessons.schema import Lesson
from tui.exercises.attempt import attempt_of
from tui.exercises.telling import BLANK, Line, error_line
from tui.screens.exercise.base import CODE, RESULTS, TASK
from tui.screens.exercise.writing import Writing
from tui.widgets.code_editor import CodeEditor
from tui.widgets.line_order import LineOrder

if TYPE_CHECKING:
    from engine.client import Engine


class Judged(Message):
    """A check has come to its end."""

    def __init__(self, engine: Engine, text: str, judgement: Judgement) -> None:
        super().__init__()
        self.engine, self.text, self.judgement = engine, text, judgement


class NotJudged(Message):
    """A check could not be made."""

    def __init__(self, engine: Engine, problem: Problem) -> None:
        super().__init__()
        self.engine, self.problem = engine, problem


class Checking(Writing):
    """One check at a time; the editor stays usable, and the check can be ended."""

    def __init__(self, lesson: Lesson, exercise: Exercise, file: LearnerFile) -> None:
        super().__init__(lesson, exercise, file)
        self.under_way: Engine | None = None
        """Whose calls the check makes; None where none is under way."""
        self.since = 0.0
        self.on_save = False
        """Whether every save of another program is checked."""

    def action_check(self) -> None:
        """Save, and begin a check; one that is under way is ended first."""
        self.save()
        self.end_check()
        try:
            exercise = self.tutor.built(self.exercise)
        except TutorError as error:
            self.tutor.announce(error.problem)
            return
        self.under_way = self.tutor.engine.apart()
        self.since = time.monotonic()
        self.judge(self.under_way, exercise, self.typed)
        self.show_checking()

    @work(thread=True, group="check", exit_on_error=False)
    def judge(self, engine: Engine, exercise: Exercise, text: str) -> None:
        """Judge a text, which takes as long as it takes."""
        from lessons.exercises.judged import judge_attempt

        try:
            judgement = judge_attempt(exercise, text, engine.call)
        except (TutorError, EngineError) as error:
            self.post_message(NotJudged(engine, error.problem))
        except Exception as error:  # the learner is told, whatever it is
            self.post_message(NotJudged(engine, explain(error)))
        else:
            self.post_message(Judged(engine, text, judgement))

    def show_checking(self) -> None:
        """Say that a check is under way, and for how long."""
        if self.gone or self.under_way is None:
            return
        seconds = time.monotonic() - self.since
        taking = f" {seconds:.0f} s" if seconds >= 1 else ""
        said = f"checking{taking}, {self.key_of('back')} ends it"
        for pane in (TASK, CODE, RESULTS) if self.is_narrow else (RESULTS,):
            self.say_on(pane, said)
        self.set_timer(1.0, self.show_checking)

    def end_check(self) -> bool:
        """End the check that is under way; False where there is none."""
        engine, self.under_way = self.under_way, None
        if engine is not None:
            engine.end_calls()
        return engine is not None

    @on(Judged)
    def take_judgement(self, message: Judged) -> None:
        """Keep the attempt and show the results, unless the check was ended."""
        if message.engine is not self.under_way or self.gone:
            return
        self.under_way = None
        self.judgement, self.judged = message.judgement, message.text
        before = self.record.solved(self.exercise.id)
        made = attempt_of(message.judgement, message.text)
        keeper, store = self.keeper, self.tutor.progress
        keeper.write(lambda: store.record(self.lesson.id, self.exercise.id, made))
        self.show_judged()
        if made.outcome == "passed" and not before:
            self.show_place()
        if self.is_narrow and self.is_of_this_text(self.judgement):
            self.front = RESULTS

    @on(NotJudged)
    def take_problem(self, message: NotJudged) -> None:
        """Say why there was no check."""
        if message.engine is self.under_way and not self.gone:
            self.under_way = None
            self.show_saved()
            self.say(message.problem)

    def show_judged(self) -> None:
        """Results, and the line that an error points at."""
        self.show_told()
        self.show_saved()
        line = error_line(self.judgement) if self.judgement else None
        if isinstance(self.writing, LineOrder):
            at = self.writing
            at.meant = None if line is None else row_at(at.puzzle, at.arrangement, line)
            at.changed()
        elif self.exercise.kind != "output":
            self.writing.mean(() if line is None else (line,))
        self.call_after_refresh(self.show_failing)
        self.show_keys()

    @property
    def stopped(self) -> bool:
        """Whether a limit has ended the last check."""
        return self.judgement is not None and self.judgement.outcome == "over_limit"

    def show_failing(self, waits: int = 3) -> None:
        """Scroll the check that failed into view, once the results are laid out."""
        if self.gone:
            return
        signs = self.tutor.symbols
        body = self.query_one("#results-body")
        rows = [row.plain for row in self.results.wrapped(self.results.size.width or 1)]
        if waits and len(rows) != self.results.size.height:
            self.call_after_refresh(self.show_failing, waits - 1)
            return
        begins = next((y for y, row in enumerate(rows) if y and row.startswith(signs.wrong)), 0)
        ends = next(
            (y for y, row in enumerate(rows) if y > begins and row.startswith(signs.new)), len(rows)
        )
        # Over a limit, the first rows say which and why; a failing check says it itself.
        on_top = ends <= body.size.height or self.stopped
        body.scroll_to(y=0 if on_top else begins, animate=False, force=True)

    def show_standing(self) -> None:
        """Say whether the results are about what is on the screen."""
        if not self.is_attached or self.under_way is not None:
            return
        stale = self.judgement is not None and not self.is_of_this_text(self.judgement)
        self.say_on(RESULTS, "of the code before your last changes" if stale else "")
        self.say_on(TASK, "")

    def show_saved(self) -> None:
        """Whether it is on disk, and whether the results still hold."""
        super().show_saved()
        self.show_standing()

    def forget_judgement(self) -> None:
        """What was judged is no longer there."""
        self.end_check()
        self.judgement = None
        if isinstance(self.writing, CodeEditor):
            self.writing.mean(())
        self.show_told()
        self.show_saved()
        self.show_keys()

    def after(self, judgement: Judgement) -> tuple[Line, ...]:
        """What can be done next, below the results."""
        lines = []
        if judgement.outcome == "passed":
            lines.append(f"{self.key_now('next_waiting')} goes on with the lesson.")
            outside = f"{self.key_of('back')} leaves the code, then " if self.types else ""
            words = "shows other right solutions, and the idea of each."
            if self.exercise.kind == "output":
                words = "shows why it prints this."
            lines.append(f"{outside}{self.key_of('solutions')} {words}")
        else:
            if error_line(judgement) is not None:
                lines.append(f"{self.key_now('to_error')} goes to the line.")
            if hints.next_hint(self.exercise, self.record).standing == "ready":
                words = "asks you a question, and gives a hint for the answer."
                lines.append(f"{self.key_now('hint')} {words}")
        said = " ".join(lines)
        return (BLANK, Line(said, "quiet")) if said else ()

    def saved_outside(self) -> None:
        """Another program has saved the file: check it, where that is wanted."""
        if self.on_save:
            self.action_check()
        else:
            super().saved_outside()

    def action_check_on_save(self) -> None:
        """Check on every save of another program, or no more."""
        self.on_save = not self.on_save
        said = "is checked now" if self.on_save else "is no longer checked"
        self.notify(f"Every time another program saves the file, it {said}.", markup=False)

    def on_unmount(self) -> None:
        """End the check: nobody waits for it any more."""
        self.end_check()
        super().on_unmount()
