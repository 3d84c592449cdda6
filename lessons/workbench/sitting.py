"""What a learner has done on one workbench: every screen and command works on it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from engine.errors import EngineError
from lessons.checking.clearing import clear
from lessons.workbench.seen import Seen, Step
from lessons.workbench.statement import Statement, read_statement
from lessons.workbench.workbench import Workbench

PERFORM = "lessons.workbench.bench:perform"
LONGEST = 2000
"""Characters of one statement."""
DEFAULT = Workbench(
    id="free",
    ask="Type anything: `x.T`, `x + 1`, `y = x[:, 1]`. Everything that is there is drawn.",
    given=("x = torch.arange(6).reshape(2, 3)",),
    steps=("x.T", "x.T.is_contiguous()", "y = x[:, 1]", "y += 10", "x"),
)
"""What is laid out where no lesson says what."""

Call = Callable[..., Any]
"""`Engine.call`."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A workbench, and what was done on it. Never changes: every step gives another one."""

    bench: Workbench
    done: tuple[Step, ...] = ()
    """All that was tried since, errors too."""
    opened: tuple[Step, ...] = ()
    """What laid out its tensors."""
    offered: int = 0
    """How many of the suggested steps were made."""

    @property
    def working(self) -> tuple[str, ...]:
        """Statements that lead to what is there now."""
        return tuple(one.statement for one in (*self.opened, *self.done) if one.error is None)

    @property
    def latest(self) -> Step | None:
        """The last step that worked: it knows everything that is there."""
        return next((one for one in (*self.opened, *self.done)[::-1] if one.error is None), None)

    def before(self, number: int) -> tuple[Seen, ...]:
        """What had a name before the step of that number."""
        earlier = (*self.opened, *self.done[:number])[::-1]
        return next((one.tensors for one in earlier if one.error is None), ())

    @property
    def suggestion(self) -> Statement | None:
        """The next step that the lesson proposes."""
        steps = self.bench.steps
        return read_statement(steps[self.offered]) if self.offered < len(steps) else None

    def open(self, call: Call) -> Sitting:
        """Lay out the tensors. Blocks; raises EngineError."""
        given = tuple(read_statement(one).text for one in self.bench.given)
        return Sitting(self.bench, opened=perform(given, call))

    def make(self, text: str, call: Call) -> Sitting:
        """Run one more statement. Blocks; raises EngineError."""
        text = text.strip()[:LONGEST]
        steps = perform((*self.working, text), call, known=len(self.working))
        return self.with_step(_of(text, steps[-1]))

    def with_step(self, step: Step) -> Sitting:
        """After that step."""
        suggested = self.suggestion
        further = suggested is not None and suggested.text == step.statement
        return replace(self, done=(*self.done, step), offered=self.offered + further)

    def undone(self) -> Sitting:
        """Without the last step."""
        if not self.done:
            return self
        left = self.done[:-1]
        tried = [read_statement(one).text for one in self.bench.steps[: self.offered]]
        back = bool(tried) and tried[-1] == self.done[-1].statement
        return replace(self, done=left, offered=self.offered - back)

    def anew(self) -> Sitting:
        """As it was laid out."""
        return replace(self, done=(), offered=0)


def _of(text: str, step: Step) -> Step:
    """The step itself; where an earlier one came to grief when it was run again, that it did."""
    if step.statement == text or step.error is None:
        return step
    title = f"`{step.statement}` did not work again: {step.error.title}"
    return Step(statement=text, error=replace(step.error, title=title), over=step.over)


def perform(statements: Sequence[str], call: Call, known: int = 0) -> tuple[Step, ...]:
    """Run statements in one contained process, and report on those from `known` on.

    Blocks as long as they run; raises EngineError where no process can be had.
    """
    folder = Path(tempfile.mkdtemp(prefix="tutor-"))
    try:
        answer = call(PERFORM, list(statements), known, str(folder))
    finally:
        clear(folder)
    try:
        return msgspec.convert(answer, tuple[Step, ...])
    except msgspec.ValidationError as error:
        raise EngineError(
            "The step was not made",
            "What came back is no report on tensors.",
            "Try it again; if it happens again, see what `tutor doctor` says.",
        ) from error
