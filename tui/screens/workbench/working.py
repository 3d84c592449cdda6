"""The part of the workbench's screen that has statements run, elsewhere."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Problem
from lessons.schema import Lesson
from lessons.workbench.sitting import Sitting
from lessons.workbench.workbench import Workbench
from tui.screens.base import TutorScreen


class Working(TutorScreen):
    """Knows what was done, and asks for more."""

    def __init__(self, bench: Workbench, lesson: Lesson | None = None) -> None:
        """`lesson`: whose workbench it is; None: it was opened from anywhere."""
        super().__init__()
        self.bench, self.lesson = bench, lesson
        self.sitting = Sitting(bench)
        self.left_behind: Sitting | None = None
        """What was there before everything was laid out anew."""
        self.under_way: Engine | None = None
        """What runs a statement now."""

    @property
    def own_key(self) -> str:
        """By what the app finds what was done here."""
        return f"{self.lesson.id if self.lesson else ''}#{self.bench.id}"

    def take_up(self) -> None:
        """What was done here before, or a new layout."""
        kept = self.tutor.sittings.get(self.own_key)
        if kept is not None and kept.bench == self.bench:
            self.sitting = kept
            self.show_all()
        elif self.bench.given:
            self.begin(None)
        else:
            self.show_all()

    def keep(self, sitting: Sitting) -> None:
        """From now on this is what is there."""
        self.sitting = self.tutor.sittings[self.own_key] = sitting

    def make(self, statement: str) -> None:
        """Have a statement run, unless one is under way."""
        if self.under_way is not None:
            self.notify(f"A step is under way; {self.key_of('back')} ends it.", timeout=3)
        elif statement.strip():
            self.begin(statement)

    def begin(self, statement: str | None) -> None:
        """Ask an engine of our own, whose call can be ended; None: lay out the tensors."""
        self.under_way = self.tutor.engine.apart()
        self.show_state()
        self.ask(self.under_way, self.sitting, statement)

    @work(thread=True, group="bench", exit_on_error=False)
    def ask(self, engine: Engine, sitting: Sitting, statement: str | None) -> None:
        """Wait for what it does."""
        try:
            after = (
                sitting.open(engine.call)
                if statement is None
                else sitting.make(statement, engine.call)
            )
        except EngineError as error:
            self.app.call_from_thread(self.failed, engine, error.problem)
        else:
            self.app.call_from_thread(self.made, engine, after)

    def made(self, engine: Engine, after: Sitting) -> None:
        """Take in what it did, unless it was ended meanwhile."""
        if engine is not self.under_way or self.gone:
            return
        self.under_way = None
        self.left_behind = None
        self.keep(after)
        self.show_all()

    def failed(self, engine: Engine, problem: Problem) -> None:
        """Say why there is nothing to see."""
        if engine is not self.under_way or self.gone:
            return
        self.under_way = None
        self.say(problem)
        self.show_all()

    def end(self) -> bool:
        """End the step under way; whether there was one."""
        engine, self.under_way = self.under_way, None
        if engine is None:
            return False
        engine.end_calls()
        self.show_all()
        return True

    def take_step_back(self) -> bool:
        """Take back the last step, or that everything was laid out anew."""
        if self.left_behind is not None:
            self.keep(self.left_behind)
            self.left_behind = None
        elif self.sitting.done:
            self.keep(self.sitting.undone())
        else:
            return False
        self.show_all()
        return True

    def lay_out(self) -> None:
        """Everything as at the beginning; what is there now can be brought back."""
        self.end()
        if self.sitting.done:
            self.left_behind = self.sitting
            self.keep(replace(self.sitting.anew()))
        self.show_all()

    def show_all(self) -> None:
        """Write everything anew."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Write whether something is under way."""
        raise NotImplementedError
